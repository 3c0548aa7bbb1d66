using EidBridge.Protocol.Identity;
using Newtonsoft.Json;

namespace EidBridge.Protocol.Messages;

/// <summary>Writes the members of an <see cref="IdentityReply"/>: <c>identity</c>, and <c>files</c> where they were asked for.</summary>
internal static class IdentityWriter
{
    public static void Write(JsonTextWriter writer, IdentityReply reply)
    {
        writer.WritePropertyName("identity");
        writer.WriteStartObject();
        foreach (var (name, value) in reply.Fields)
        {
            Member(writer, name, value);
        }

        if (reply.Address is { } address)
        {
            writer.WritePropertyName(IdentityField.Address);
            writer.WriteStartObject();
            Member(writer, "streetAndNumber", address.StreetAndNumber);
            Member(writer, "zip", address.Zip);
            Member(writer, "municipality", address.Municipality);
            writer.WriteEndObject();
        }

        Member(writer, IdentityField.Photo, reply.Photo is { } photo ? Convert.ToBase64String(photo) : null);
        writer.WriteEndObject();
        if (reply.Files is { } files)
        {
            WriteFiles(writer, files);
        }
    }

    private static void WriteFiles(JsonTextWriter writer, IdentityFiles files)
    {
        writer.WritePropertyName("files");
        writer.WriteStartObject();
        Member(writer, "identity", Convert.ToBase64String(files.Identity));
        Member(writer, "identitySignature", Convert.ToBase64String(files.IdentitySignature));
        Member(writer, "address", Convert.ToBase64String(files.Address));
        Member(writer, "addressSignature", Convert.ToBase64String(files.AddressSignature));
        Member(writer, "photo", Convert.ToBase64String(files.Photo));
        Member(writer, "registerCertificate", Convert.ToBase64String(files.RegisterCertificate));
        writer.WriteEndObject();
    }

    private static void Member(JsonTextWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteValue(value);
        }
    }
}
