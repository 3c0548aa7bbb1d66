using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Login;
using EidBridge.Verification.Revocation;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EidBridge.Server.Tests.Pages;

/// <summary>While nobody can say whether a card has been revoked, its last answer opens the account's own page, and changes nothing.</summary>
[TestClass]
public sealed class StaleProofTests
{
    [TestMethod]
    [DataRow("/register", null)]
    [DataRow("/register/progress", nameof(AccountState.Provisioning))]
    [DataRow("/activate", nameof(AccountState.AwaitingActivation))]
    [DataRow("/activate", nameof(AccountState.Locked))]
    public async Task PagesThatChangeTheAccount_RefuseAStaleProof(string path, string? state)
    {
        await using var site = new SiteFactory();
        if (state is not null)
        {
            await site.MakeAccountAsync(Enum.Parse<AccountState>(state));
        }

        Assert.AreEqual("OK", await VisitAsync(site, path, "fresh"));
        Assert.AreEqual($"/login?error={ErrorCode.RevocationUnavailable}", await VisitAsync(site, path, SiteFactory.Stale));
    }

    [TestMethod]
    public async Task ActiveAccountThatIsNotComplete_IsAboutToChange()
    {
        await using var site = new SiteFactory();
        await site.MakeAccountAsync(AccountState.Active);
        await using var scope = site.Services.CreateAsyncScope();
        var account = (await scope.ServiceProvider.GetRequiredService<AccountStore>()
            .FindByNationalNumberAsync(SiteFactory.Person.NationalNumber, CancellationToken.None))!;

        Assert.AreEqual(EidUse.LoginToActiveAccount, EidLogin.UseFor(account));
        account.EmailConfirmed = false;
        Assert.AreEqual(EidUse.AccountChange, EidLogin.UseFor(account));
        Assert.AreEqual(EidUse.AccountChange, EidLogin.UseFor(null));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void ProofInItsCookie_KeepsWhetherItIsStale(bool stale) =>
        Assert.AreEqual(stale, EidProof.From((SiteFactory.Person with { RestsOnStaleAnswer = stale }).ToPrincipal())!.RestsOnStaleAnswer);

    private static async Task<string> VisitAsync(SiteFactory site, string path, string proof)
    {
        using var client = site.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add(SiteFactory.ProvedHeader, proof);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.Headers.Location?.OriginalString ?? answer.StatusCode.ToString();
    }
}
