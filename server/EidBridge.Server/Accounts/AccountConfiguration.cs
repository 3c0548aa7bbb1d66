using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EidBridge.Server.Accounts;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    private const int NameLength = 32;
    private const int TextLength = 200;

    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts");
        builder.Property(a => a.Subject).HasMaxLength(NameLength);
        builder.HasIndex(a => a.Subject).IsUnique();
        builder.Property(a => a.ExternalId).HasMaxLength(NameLength);
        builder.HasIndex(a => a.ExternalId).IsUnique();

        // One person, one account, whatever arrives at once.
        builder.Property(a => a.NationalNumberHash).HasMaxLength(64);
        builder.HasIndex(a => a.NationalNumberHash).IsUnique();

        // An address is a user name only once it is confirmed; the filter reads the same on SQLite and PostgreSQL.
        builder.HasIndex(a => a.NormalizedEmail).HasDatabaseName("ConfirmedEmail").IsUnique().HasFilter("\"EmailConfirmed\"");

        builder.Property(a => a.State).HasConversion<string>().HasMaxLength(NameLength);
        builder.Property(a => a.StateBeforeLock).HasConversion<string>().HasMaxLength(NameLength);
        builder.Property(a => a.LockReason).HasConversion<string>().HasMaxLength(NameLength);
        builder.Property(a => a.GivenNames).HasMaxLength(TextLength);
        builder.Property(a => a.Surname).HasMaxLength(TextLength);
        builder.ComplexProperty(a => a.Details, Details);
        builder.ComplexProperty(a => a.Provisioning, provisioning =>
            provisioning.Property(p => p.Step).HasConversion<string>().HasMaxLength(NameLength));
    }

    private static void Details(ComplexPropertyBuilder<AccountDetails> details)
    {
        details.Property(d => d.Kind).HasConversion<string>().HasMaxLength(NameLength);
        details.Property(d => d.Language).HasMaxLength(2);
        details.Property(d => d.Riziv).HasMaxLength(11);
        details.Property(d => d.EnterpriseNumber).HasMaxLength(10);
        details.Property(d => d.OrganisationName).HasMaxLength(TextLength);
        details.Property(d => d.Function).HasMaxLength(TextLength);
    }
}
