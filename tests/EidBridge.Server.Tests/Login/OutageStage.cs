using EidBridge.Server.Accounts;
using EidBridge.Server.Activation;
using EidBridge.Server.Tests.Activation;
using EidBridge.Server.Tests.Journey;
using EidBridge.Testing;
using EidBridge.Verification.AspNetCore;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Server.Tests.Login;

/// <summary>The server, told to let active accounts in on stale answers, and a site on loopback that answers for its cards: responder and lists, until it is gone.</summary>
internal sealed class OutageStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-outage-");
    private readonly WebApplication _site;
    private readonly CardPki _pki;
    private readonly TestResponder _responder;
    private readonly HttpMessageInvoker _asking;

    private OutageStage(WebApplication site, Uri address)
    {
        _site = site;
        _pki = CardPki.OpenOrCreate(_folder.FullName, Clock.GetUtcNow(), address);
        _responder = new TestResponder(_pki, Clock);
        _asking = new HttpMessageInvoker(_responder);
        Server = ServerHost.OnNewFolder(Clock, configure: builder =>
        {
            EidVisitor.Trust(builder, _folder.FullName);
            builder.UseSetting("Trust:Revocation:Ask", "true");
            builder.UseSetting("Trust:Revocation:Outage", "StaleAnswerForActiveAccounts");
            builder.UseSetting("Trust:Revocation:AllowedHosts:0", address.Authority);
        });
    }

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public ServerHost Server { get; }

    /// <summary>While true, every connection to responder and lists breaks.</summary>
    public bool IsGone { get; private set; }

    public static async Task<OutageStage> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var site = builder.Build();
        OutageStage? stage = null;
        site.Run(context => stage!.AnswerAsync(context));
        await site.StartAsync();
        return stage = new OutageStage(site, new Uri(site.Urls.Single() + "/"));
    }

    /// <summary>Three hours later nobody answers any more: what was said is neither fresh, nor is a list at hand that counts.</summary>
    public void Break()
    {
        IsGone = true;
        Clock.Advance(TimeSpan.FromHours(3));
    }

    /// <summary>And the time is over in which nobody asks again, counted from the last question that broke.</summary>
    public async Task MendAsync()
    {
        IsGone = false;
        await Server.WithAsync<RevocationSource, bool>(async source =>
        {
            await source.Check!.RefreshListsAsync();
            return true;
        });
        Clock.Advance(TimeSpan.FromSeconds(31));
    }

    /// <summary>Makes An's account, or leaves her without one.</summary>
    public async Task MakeAccountAsync(Standing standing)
    {
        if (standing == Standing.Unknown)
        {
            return;
        }

        var proof = new EidProof(NumberOfAn, CardPersons.An.GivenNames, CardPersons.An.Surname, "en", Clock.GetUtcNow());
        await Server.WithAsync<AccountStore, Account>(accounts => accounts.OpenAsync(proof, default));
        await ChangeAsync(ActivationTests.BringToActivation);
        var opened = (await FindAccountAsync())!;
        await Server.WithAsync<CodeDesk, SendOutcome>(desk => desk.SendFreshAsync(opened, CodePurpose.Activation, default));
        if (standing is Standing.Active or Standing.Incomplete)
        {
            var code = ActivationCode.TryParse(await Server.LastCodeAsync("sms"))!;
            await Server.WithAsync<AccountActivation, ActivationResult>(a => a.ActivateAsync(opened, code, new Password("dokter-2026-gent"), default));
        }

        if (standing is Standing.Incomplete or Standing.Locked)
        {
            await ChangeAsync(standing == Standing.Locked ? Lock : account => account.EmailConfirmed = false);
        }
    }

    public void Lock(Account account) => account.Lock(LockReason.CodeGuesses, Clock.GetUtcNow());

    public Task<Account?> FindAccountAsync() => Server.WithAsync<AccountStore, Account?>(accounts => accounts.FindByNationalNumberAsync(NumberOfAn, default));

    public async Task ChangeAsync(Action<Account> change)
    {
        var account = await FindAccountAsync();
        await Server.WithAsync<AccountStore, bool>(accounts => accounts.ChangeAsync(account!.Id, a => { change(a); return true; }, default));
    }

    /// <summary>What An's card signs now.</summary>
    public async Task<string> SignAsync(EidVisitor visitor) => EidVisitor.Sign(await visitor.AskNonceAsync(), pki: _pki);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _site.DisposeAsync();
        _asking.Dispose();
        _responder.Dispose();
        _folder.Delete(recursive: true);
    }

    private static NationalNumber NumberOfAn => NationalNumber.Parse(CardPersons.An.NationalNumber);

    private async Task AnswerAsync(HttpContext context)
    {
        if (IsGone)
        {
            context.Abort();
            return;
        }

        using var question = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.GetEncodedUrl());
        question.Content = new StreamContent(context.Request.Body);
        using var answer = await _asking.SendAsync(question, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        await answer.Content.CopyToAsync(context.Response.Body);
    }
}

/// <summary>How far somebody's account has come.</summary>
internal enum Standing
{
    Unknown,
    AwaitingActivation,
    Locked,
    Active,

    /// <summary>Active, but the address is not confirmed any more.</summary>
    Incomplete,
}
