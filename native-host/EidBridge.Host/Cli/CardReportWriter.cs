using System.Globalization;
using System.Text;
using EidBridge.Protocol;
using Newtonsoft.Json;

namespace EidBridge.Host.Cli;

/// <summary>A report for eyes, and for programs. Names of persons are in it, numbers of the National Register are not.</summary>
internal static class CardReportWriter
{
    public static string ToText(IReadOnlyList<ReaderReport> readers, string language)
    {
        if (readers.Count == 0)
        {
            return ErrorCatalogue.TextFor(ErrorCode.NoReader, language);
        }

        var text = new StringBuilder();
        foreach (var reader in readers)
        {
            text.AppendLine(reader.Name);
            text.AppendLine($"  {Describe(reader, language)}");
            foreach (var certificate in reader.Certificates)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {certificate.Use,-14}  {Describe(certificate, language)}");
            }
        }

        return text.ToString().TrimEnd();
    }

    public static string ToJson(IReadOnlyList<ReaderReport> readers)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = new JsonTextWriter(text))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("readers");
            writer.WriteStartArray();
            foreach (var reader in readers)
            {
                Write(writer, reader);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return text.ToString();
    }

    private static string Describe(ReaderReport reader, string language) => reader switch
    {
        { IsEmpty: true } => ErrorCatalogue.TextFor(ErrorCode.NoCard, language),
        { Card: { } card, Problem: null } => string.Create(
            CultureInfo.InvariantCulture, $"eID card, applet {card.Applet}{(card.TriesLeft is { } tries ? $", PIN tries left: {tries}" : string.Empty)}"),
        _ => $"{ErrorCatalogue.TextFor(reader.Problem!, language)} ({reader.Problem})",
    };

    private static string Describe(CertificateReport certificate, string language)
    {
        var parts = certificate.Facts is { } facts
            ? [facts.Person, facts.Issuer, string.Create(CultureInfo.InvariantCulture, $"{facts.ValidFrom:yyyy-MM-dd} - {facts.ValidUntil:yyyy-MM-dd}")]
            : Array.Empty<string?>();
        var obstacle = certificate.Obstacle is { } code ? $"{ErrorCatalogue.Find(code).Texts[Languages.Closest(language)]} ({code})" : null;
        return string.Join(", ", parts.Append(obstacle).OfType<string>());
    }

    private static void Write(JsonTextWriter writer, ReaderReport reader)
    {
        writer.WriteStartObject();
        Member(writer, "name", reader.Name);
        Member(writer, "problem", reader.Problem);
        if (reader.Card is { } card)
        {
            writer.WritePropertyName("card");
            writer.WriteStartObject();
            Member(writer, "applet", card.Applet);
            Member(writer, "triesLeft", card.TriesLeft);
            writer.WritePropertyName("certificates");
            writer.WriteStartArray();
            foreach (var certificate in reader.Certificates)
            {
                Write(writer, certificate);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Write(JsonTextWriter writer, CertificateReport certificate)
    {
        writer.WriteStartObject();
        Member(writer, "use", certificate.Use);
        Member(writer, "obstacle", certificate.Obstacle);
        if (certificate.Facts is { } facts)
        {
            Member(writer, "person", facts.Person);
            Member(writer, "issuer", facts.Issuer);
            Member(writer, "validFrom", facts.ValidFrom.ToString("O", CultureInfo.InvariantCulture));
            Member(writer, "validUntil", facts.ValidUntil.ToString("O", CultureInfo.InvariantCulture));
        }

        writer.WriteEndObject();
    }

    private static void Member(JsonTextWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        writer.WriteValue(value);
    }
}
