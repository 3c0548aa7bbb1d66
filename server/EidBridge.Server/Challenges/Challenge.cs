using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EidBridge.Server.Challenges;

/// <summary>A nonce that one browser was given and has not used.</summary>
internal sealed class Challenge
{
    public const int MaxText = 64;

    public required string Nonce { get; init; }

    /// <summary>SHA-256 of the browser's cookie: who reads the database cannot speak for the browser.</summary>
    public required string Browser { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class ChallengeConfiguration : IEntityTypeConfiguration<Challenge>
{
    public void Configure(EntityTypeBuilder<Challenge> builder)
    {
        builder.ToTable("Challenges");
        builder.HasKey(c => c.Nonce);
        builder.HasIndex(c => c.Browser);
        builder.HasIndex(c => c.ExpiresAt);
        builder.Property(c => c.Nonce).HasMaxLength(Challenge.MaxText);
        builder.Property(c => c.Browser).HasMaxLength(Challenge.MaxText);
    }
}
