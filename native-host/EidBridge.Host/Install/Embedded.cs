using System.Text;
using System.Text.Json;

namespace EidBridge.Host.Install;

/// <summary>The files of <c>manifests/</c> that the program carries with it.</summary>
internal static class Embedded
{
    public static string Text(string name)
    {
        using var stream = typeof(Embedded).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static JsonDocument Json(string name) => JsonDocument.Parse(Text(name));
}
