using EidBridge.Server.Site;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Accounts;

/// <summary>The database and the accounts in it.</summary>
internal static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        services.AddOptions<SessionOptions>().BindConfiguration(SessionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>();

        services.AddHostedService<DatabasePreparation>();
        services.AddDbContext<AccountsContext, SqliteAccountsContext>((provider, options) => options
            .UseSqlite(ConnectionOf(provider))
            .ConfigureWarnings(ConflictsAreNoErrors));
        services.AddDataProtection().SetApplicationName("EidBridge").PersistKeysToDbContext<AccountsContext>();
        services.AddOptions<KeyManagementOptions>().Configure<MasterKey>((keys, master) => keys.XmlEncryptor = new MasterKeyEncryptor(master));
        services.AddIdentityCore<Account>().AddEntityFrameworkStores<AccountsContext>();
        services.AddSingleton<NationalNumberVault>();
        services.AddScoped<AccountStore>();
        services.AddHttpContextAccessor();
        services.AddScoped<EidSession>();
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: ["ready"]);
        return services;
    }

    /// <summary>Two requests that meet in the database are expected; what is not handled is logged where it is caught.</summary>
    private static void ConflictsAreNoErrors(WarningsConfigurationBuilder warnings) => warnings.Log(
        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
        (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
        (RelationalEventId.CommandError, LogLevel.Debug));

    /// <summary>The folder of the file is made; SQLite makes the file.</summary>
    private static string ConnectionOf(IServiceProvider provider)
    {
        var connection = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString;
        var file = new SqliteConnectionStringBuilder(connection).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        return connection;
    }
}
