using System.Threading.RateLimiting;
using EidBridge.Server.Accounts;
using EidBridge.Verification.AspNetCore;
using EidBridge.Verification.EntityFrameworkCore;

namespace EidBridge.Server.Challenges;

internal static class ChallengesFeature
{
    // A person asks for one nonce per try; a hospital behind one address has many persons.
    private const int PerAddressAndMinute = 300;

    public static IServiceCollection AddChallenges(this IServiceCollection services)
    {
        services.AddEidChallengeStore<AccountsContext>();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(GiveChallenge.RateLimit, context => RateLimitPartition.GetFixedWindowLimiter(
                ClientNetwork.Of(context.Connection.RemoteIpAddress),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = PerAddressAndMinute, Window = TimeSpan.FromMinutes(1) }));
        });
        return services;
    }

    public static void MapChallenges(this IEndpointRouteBuilder app) => GiveChallenge.Map(app);
}
