using System.Globalization;
using EidBridge.Protocol;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;

namespace EidBridge.Host.Configuration;

/// <summary>Turns the text of a configuration file into <see cref="HostConfiguration"/>, strictly.</summary>
internal static class ConfigurationParser
{
    private const int MaxUserSeconds = 240;
    private static readonly JsonLimits Limits = new(MaxDepth: 2, MaxTokens: 256, MaxStringBytes: 4096);

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.ConfigurationRefused"/>, the key named.</exception>
    public static HostConfiguration Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            using var text = new StringReader(StrictJson.Check(utf8, Limits));
            using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None };
            return ReadAll(reader);
        }
        catch (EidBridgeException e) when (e.Code is ErrorCode.InvalidJson or ErrorCode.InvalidUtf8)
        {
            throw Refused(e.Detail ?? e.Code, e);
        }
    }

    private static HostConfiguration ReadAll(JsonTextReader reader)
    {
        var configuration = new HostConfiguration();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonToken.PropertyName)
        {
            var key = (string)reader.Value!;
            reader.Read();
            configuration = With(configuration, key, reader);
        }

        return configuration;
    }

    private static HostConfiguration With(HostConfiguration configuration, string key, JsonTextReader reader) => key switch
    {
        "prompts" => configuration with { Prompts = ReadPromptKind(key, reader) },
        "pinentryProgram" => configuration with { PinentryProgram = ReadPath(key, reader) },
        "pkcs11Modules" => configuration with { Pkcs11Modules = [.. ReadList(key, reader).Select(p => RequireAbsolute(key, p))] },
        "allowedOrigins" => configuration with { AllowedOrigins = ReadList(key, reader) },
        "allowHttpLocalhost" => configuration with { AllowHttpLocalhost = ReadBoolean(key, reader) },
        "sharedDevice" => configuration with { SharedDevice = ReadBoolean(key, reader) },
        "logLevel" => configuration with { LogLevel = ReadLogLevel(key, reader) },
        "logDirectory" => configuration with { LogDirectory = ReadPath(key, reader) },
        "userInteractionTimeoutSeconds" => configuration with { UserInteractionTimeout = ReadSeconds(key, reader) },
        _ => throw Refused($"unknown key {key}"),
    };

    private static PromptKind ReadPromptKind(string key, JsonTextReader reader) => ReadString(key, reader) switch
    {
        "auto" => PromptKind.Auto,
        "gtk" => PromptKind.Gtk,
        "win32" => PromptKind.Win32,
        "pinentry" => PromptKind.Pinentry,
        _ => throw Refused($"{key}: auto, gtk, win32 or pinentry"),
    };

    private static LogLevel ReadLogLevel(string key, JsonTextReader reader) => ReadString(key, reader) switch
    {
        "none" => LogLevel.None,
        "error" => LogLevel.Error,
        "warning" => LogLevel.Warning,
        "information" => LogLevel.Information,
        "debug" => LogLevel.Debug,
        _ => throw Refused($"{key}: none, error, warning, information or debug"),
    };

    private static string ReadString(string key, JsonTextReader reader) =>
        reader.TokenType == JsonToken.String ? (string)reader.Value! : throw Refused($"{key}: a string");

    private static bool ReadBoolean(string key, JsonTextReader reader) =>
        reader.TokenType == JsonToken.Boolean ? (bool)reader.Value! : throw Refused($"{key}: true or false");

    private static TimeSpan ReadSeconds(string key, JsonTextReader reader) =>
        reader is { TokenType: JsonToken.Integer, Value: long and >= 1 and <= MaxUserSeconds and var seconds }
            ? TimeSpan.FromSeconds(seconds)
            : throw Refused(string.Create(CultureInfo.InvariantCulture, $"{key}: 1 to {MaxUserSeconds}"));

    private static string ReadPath(string key, JsonTextReader reader) => RequireAbsolute(key, ReadString(key, reader));

    private static string RequireAbsolute(string key, string path) =>
        Path.IsPathFullyQualified(path) ? path : throw Refused($"{key}: an absolute path");

    private static List<string> ReadList(string key, JsonTextReader reader)
    {
        if (reader.TokenType != JsonToken.StartArray)
        {
            throw Refused($"{key}: a list");
        }

        var values = new List<string>();
        while (reader.Read() && reader.TokenType != JsonToken.EndArray)
        {
            values.Add(ReadString(key, reader));
        }

        return values;
    }

    private static EidBridgeException Refused(string detail, Exception? inner = null) =>
        new(ErrorCode.ConfigurationRefused, detail, inner);
}
