using EidBridge.Server.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EidBridge.Server.Activation;

internal sealed class OneTimeCodeConfiguration : IEntityTypeConfiguration<OneTimeCode>
{
    public void Configure(EntityTypeBuilder<OneTimeCode> builder)
    {
        builder.ToTable("OneTimeCodes");
        builder.HasKey(c => new { c.AccountId, c.Purpose });
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        builder.Property(c => c.Purpose).HasConversion<string>().HasMaxLength(16);

        // Two sendings at once: one wins.
        builder.Property(c => c.Sending).IsConcurrencyToken();
    }
}
