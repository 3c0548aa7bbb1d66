using EidBridge.Server.Development;
using EidBridge.Server.Sms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Pages.Development;

/// <summary>Text messages and mails that were not sent. Where a gateway is configured there is no such page.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true)]
internal sealed class OutboxModel(DevelopmentOutbox outbox, IOptions<SmsOptions> sms) : PageModel
{
    public IReadOnlyList<OutboxMessage> Messages { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!string.Equals(sms.Value.Provider, SmsOptions.Outbox, StringComparison.Ordinal))
        {
            return NotFound();
        }

        Messages = await outbox.ReadAsync(cancellationToken);
        return Page();
    }
}
