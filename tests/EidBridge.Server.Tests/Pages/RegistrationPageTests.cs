using System.Net;
using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Mvc.Testing;

namespace EidBridge.Server.Tests.Pages;

/// <summary>The pages between the card and the active account, each for a person whose account is just there.</summary>
[TestClass]
public sealed class RegistrationPageTests
{
    [TestMethod]
    [DataRow(nameof(AccountState.Registering), "/register", "kind-doctor kind-organisation riziv organisation-name language email email-again mobile create")]
    [DataRow(nameof(AccountState.Provisioning), "/register/progress", "stages progress mail-code mail-code-confirm mail-resend new-email change-email")]
    [DataRow(nameof(AccountState.ProvisioningFailed), "/register/progress", "stages retry")]
    [DataRow(nameof(AccountState.AwaitingActivation), "/activate", "code password password-again activate resend")]
    [DataRow(nameof(AccountState.Locked), "/activate", "unlock")]
    public async Task Page_OfThisState_IsWholeInEveryLanguage(string state, string path, string ids)
    {
        await using var site = new SiteFactory();
        await site.MakeAccountAsync(Enum.Parse<AccountState>(state));
        using var client = site.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add(SiteFactory.ProvedHeader, "yes");

        foreach (var language in Languages.All)
        {
            using var answer = await client.GetAsync(new Uri($"{path}?lang={language}", UriKind.Relative));

            Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, language);
            PageRules.AssertWhole(await answer.Content.ReadAsStringAsync(), ids, language);
        }
    }
}
