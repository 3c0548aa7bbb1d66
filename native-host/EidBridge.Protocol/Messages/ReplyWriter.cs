using System.Text;
using Newtonsoft.Json;

namespace EidBridge.Protocol.Messages;

/// <summary>Turns a reply into the body of a frame.</summary>
public static class ReplyWriter
{
    /// <returns>UTF-8 without a byte order mark.</returns>
    public static byte[] Write(HostReply reply)
    {
        using var text = new StringWriter();
        using (var writer = new JsonTextWriter(text))
        {
            writer.WriteStartObject();
            WriteMembers(writer, reply);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void WriteMembers(JsonTextWriter writer, HostReply reply)
    {
        switch (reply)
        {
            case TokenReply token:
                WriteToken(writer, token);
                break;
            case CertificateReply certificate:
                Member(writer, "certificate", Convert.ToBase64String(certificate.Certificate));
                writer.WritePropertyName("supportedSignatureAlgorithms");
                writer.WriteStartArray();
                foreach (var algorithm in certificate.Algorithms)
                {
                    WriteAlgorithm(writer, algorithm);
                }

                writer.WriteEndArray();
                break;
            case SignatureReply signature:
                Member(writer, "signature", Convert.ToBase64String(signature.Signature));
                writer.WritePropertyName("signatureAlgorithm");
                WriteAlgorithm(writer, signature.Algorithm);
                break;
            case IdentityReply identity:
                IdentityWriter.Write(writer, identity);
                break;
            case StatusReply status:
                WriteStatus(writer, status);
                break;
            case FailureReply failure:
                WriteFailure(writer, failure);
                break;
            case ProgressReply progress:
                writer.WritePropertyName("progress");
                writer.WriteStartObject();
                Member(writer, "state", progress.State);
                WriteTries(writer, progress.TriesLeft);
                writer.WriteEndObject();
                break;
            default:
                break;
        }
    }

    private static void WriteToken(JsonTextWriter writer, TokenReply token)
    {
        Member(writer, "unverifiedCertificate", Convert.ToBase64String(token.UnverifiedCertificate));
        Member(writer, "algorithm", token.Algorithm);
        Member(writer, "signature", Convert.ToBase64String(token.Signature));
        Member(writer, "format", token.Format);
        Member(writer, "appVersion", token.AppVersion);
        if (token.Issuers.Count > 0)
        {
            writer.WritePropertyName("unverifiedIntermediateCertificates");
            writer.WriteStartArray();
            foreach (var issuer in token.Issuers)
            {
                writer.WriteValue(Convert.ToBase64String(issuer));
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteAlgorithm(JsonTextWriter writer, SupportedAlgorithm algorithm)
    {
        writer.WriteStartObject();
        Member(writer, "cryptoAlgorithm", algorithm.Crypto);
        Member(writer, "hashFunction", algorithm.Hash);
        Member(writer, "paddingScheme", algorithm.Padding);
        writer.WriteEndObject();
    }

    private static void WriteStatus(JsonTextWriter writer, StatusReply status)
    {
        Member(writer, "version", status.Version);
        writer.WritePropertyName("readers");
        writer.WriteStartArray();
        foreach (var card in status.ReadersWithCard)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("card");
            writer.WriteValue(card);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFailure(JsonTextWriter writer, FailureReply failure)
    {
        writer.WritePropertyName("error");
        writer.WriteStartObject();
        Member(writer, "code", ErrorCatalogue.Find(failure.Code).WebEid);
        Member(writer, "message", failure.Message);
        writer.WritePropertyName("eidbridge");
        writer.WriteStartObject();
        Member(writer, "code", failure.Code);
        WriteTries(writer, failure.TriesLeft);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTries(JsonTextWriter writer, int? tries)
    {
        if (tries is { } left)
        {
            writer.WritePropertyName("triesLeft");
            writer.WriteValue(left);
        }
    }

    private static void Member(JsonTextWriter writer, string name, string value)
    {
        writer.WritePropertyName(name);
        writer.WriteValue(value);
    }
}
