using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EidBridge.Server.Development;

/// <summary>A message that would have been sent.</summary>
internal sealed class OutboxMessage
{
    public const string Sms = "sms";
    public const string Mail = "mail";

    public long Id { get; init; }

    /// <summary><see cref="Sms"/> or <see cref="Mail"/>.</summary>
    public required string Kind { get; init; }

    public required string IdempotencyId { get; init; }

    public required string To { get; init; }

    public string? Subject { get; init; }

    public required string Text { get; set; }

    public DateTimeOffset SentAt { get; set; }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("DevelopmentOutbox");
        builder.HasIndex(m => new { m.Kind, m.IdempotencyId }).IsUnique();
        builder.Property(m => m.Kind).HasMaxLength(4);
        builder.Property(m => m.IdempotencyId).HasMaxLength(100);
    }
}
