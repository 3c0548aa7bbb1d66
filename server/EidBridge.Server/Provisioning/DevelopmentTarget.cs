using EidBridge.Server.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Provisioning;

/// <summary>What the development target has made.</summary>
internal sealed class DevelopmentTargetUser
{
    public required string ExternalId { get; init; }

    public DateTimeOffset ReadyAt { get; init; }
}

internal sealed class DevelopmentTargetUserConfiguration : IEntityTypeConfiguration<DevelopmentTargetUser>
{
    public void Configure(EntityTypeBuilder<DevelopmentTargetUser> builder)
    {
        builder.ToTable("DevelopmentTargetUsers");
        builder.HasKey(u => u.ExternalId);
        builder.Property(u => u.ExternalId).HasMaxLength(32);
    }
}

/// <summary>Stands in for the systems downstream: takes <c>Provisioning:Duration</c> and does nothing else.</summary>
internal sealed class DevelopmentTarget(AccountsContext context, IOptions<ProvisioningOptions> options, TimeProvider clock) : IProvisioningTarget
{
    public async Task CreateAsync(string externalId, CancellationToken cancellationToken)
    {
        context.ChangeTracker.Clear();
        if (!await context.Set<DevelopmentTargetUser>().AnyAsync(u => u.ExternalId == externalId, cancellationToken))
        {
            context.Add(new DevelopmentTargetUser { ExternalId = externalId, ReadyAt = clock.GetUtcNow() + options.Value.Duration });
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    public async Task<bool> IsReadyAsync(string externalId, CancellationToken cancellationToken)
    {
        var user = await context.Set<DevelopmentTargetUser>().AsNoTracking()
            .FirstOrDefaultAsync(u => u.ExternalId == externalId, cancellationToken)
            ?? throw new InvalidOperationException("The target was never asked for this account");
        return user.ReadyAt <= clock.GetUtcNow();
    }
}
