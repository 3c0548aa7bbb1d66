using EidBridge.Server.Accounts;
using EidBridge.Server.Mail;
using EidBridge.Server.Sms;
using Microsoft.EntityFrameworkCore;

namespace EidBridge.Server.Development;

/// <summary>Takes text messages and mails instead of a gateway, for a person at the same machine to read.</summary>
internal sealed class DevelopmentOutbox(IServiceScopeFactory scopes, TimeProvider clock) : ISmsSender, IMailSender
{
    private const int Shown = 100;

    Task ISmsSender.SendAsync(string idempotencyId, string e164, string text, CancellationToken cancellationToken) =>
        TakeAsync(OutboxMessage.Sms, idempotencyId, e164, null, text, cancellationToken);

    Task IMailSender.SendAsync(string idempotencyId, string address, string subject, string text, CancellationToken cancellationToken) =>
        TakeAsync(OutboxMessage.Mail, idempotencyId, address, subject, text, cancellationToken);

    /// <returns>The newest first.</returns>
    public async Task<IReadOnlyList<OutboxMessage>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var messages = scope.ServiceProvider.GetRequiredService<AccountsContext>().Set<OutboxMessage>();
        return await messages.AsNoTracking().OrderByDescending(m => m.Id).Take(Shown).ToListAsync(cancellationToken);
    }

    private async Task TakeAsync(string kind, string idempotencyId, string to, string? subject, string text, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<AccountsContext>();
        var known = await context.Set<OutboxMessage>()
            .FirstOrDefaultAsync(m => m.Kind == kind && m.IdempotencyId == idempotencyId, cancellationToken);
        if (known is null)
        {
            context.Add(new OutboxMessage { Kind = kind, IdempotencyId = idempotencyId, To = to, Subject = subject, Text = text, SentAt = clock.GetUtcNow() });
        }
        else
        {
            known.Text = text;
            known.SentAt = clock.GetUtcNow();
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}
