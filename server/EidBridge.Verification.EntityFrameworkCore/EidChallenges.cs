using EidBridge.Verification.Challenges;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EidBridge.Verification.EntityFrameworkCore;

/// <summary>Nonces in a site's own database: one table, one service.</summary>
public static class EidChallenges
{
    /// <summary>In <c>OnModelCreating</c>: adds the table.</summary>
    /// <param name="model">Of the context that <see cref="AddEidChallengeStore"/> names.</param>
    /// <param name="table">Its name.</param>
    public static ModelBuilder AddEidChallenges(this ModelBuilder model, string table = "EidChallenges")
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Entity<EidChallenge>(challenge =>
        {
            challenge.ToTable(table);
            challenge.HasKey(c => c.Nonce);
            challenge.HasIndex(c => c.Browser);
            challenge.HasIndex(c => c.ExpiresAt);
            challenge.Property(c => c.Nonce).HasMaxLength(EidChallenge.MaxText);
            challenge.Property(c => c.Browser).HasMaxLength(EidChallenge.MaxText);
        });
    }

    /// <summary>Keeps nonces there, instead of in this process's memory; before or after <c>AddEidBridge</c>.</summary>
    /// <typeparam name="TContext">A service whose model has the table.</typeparam>
    public static IServiceCollection AddEidChallengeStore<TContext>(this IServiceCollection services)
        where TContext : DbContext =>
        services.Replace(ServiceDescriptor.Scoped<IChallengeStore, EidChallengeStore<TContext>>());
}
