using EidBridge.Server.Mail;
using EidBridge.Server.Sms;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Development;

/// <summary>What exists on loopback only: the outbox of text messages and mails.</summary>
internal static class DevelopmentFeature
{
    public static IServiceCollection AddDevelopment(this IServiceCollection services)
    {
        services.AddSingleton<LoopbackRule>();
        services.AddOptions<SmsOptions>().BindConfiguration(SmsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmsOptions>, SmsOptionsValidator>();
        services.AddSingleton<IValidateOptions<SmsOptions>, OutboxOnLoopbackOnly>();
        services.AddSingleton<DevelopmentOutbox>();
        services.AddSingleton<ISmsSender>(provider => provider.GetRequiredService<DevelopmentOutbox>());
        services.AddSingleton<IMailSender>(provider => provider.GetRequiredService<DevelopmentOutbox>());
        return services;
    }

    public static void MapDevelopment(this IEndpointRouteBuilder app) => app.MapGet("/development/outbox.json", ReadOutboxAsync);

    internal static async Task<Ok<IReadOnlyList<OutboxMessage>>> ReadOutboxAsync(DevelopmentOutbox outbox, CancellationToken cancellationToken) =>
        TypedResults.Ok(await outbox.ReadAsync(cancellationToken));
}
