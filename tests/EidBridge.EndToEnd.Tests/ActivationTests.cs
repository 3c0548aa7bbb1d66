using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>The code of the text message, guessed at.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ActivationTests : OnStage
{
    private const int Limit = 150_000;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task FourWrongCodes_ThenTheRightOne_Activates()
    {
        var right = await RegisterAsync();

        for (var i = 0; i < 4; i++)
        {
            await TryAsync(Wrong(right));
            await Journey.Page.WaitForSelectorAsync("[data-code=code-wrong]");
        }

        await TryAsync(right);

        await Journey.Page.WaitForURLAsync("**/login**");
        await Journey.LogInWithPasswordAsync();
        await Journey.WaitForAccountAsync();
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task FiveWrongCodes_LockTheAccount()
    {
        var right = await RegisterAsync();

        for (var i = 0; i < 4; i++)
        {
            await TryAsync(Wrong(right));
            await Journey.Page.WaitForSelectorAsync("[data-code=code-wrong]");
        }

        await TryAsync(Wrong(right));

        await Journey.Page.WaitForSelectorAsync("[data-code=account-locked]");
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task TwentyGuessesAtOnce_AreNotMoreThanFive()
    {
        var right = await RegisterAsync();

        var answers = await Journey.Page.EvaluateAsync<string[]>(
            """
            async ({ code, password }) => {
              const form = document.querySelector("#activate").closest("form");
              const guess = async () => {
                const body = new URLSearchParams(new FormData(form));
                body.set("code", code); body.set("password", password); body.set("password-again", password);
                const answer = await fetch(form.action, { method: "POST", body });
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                return page.querySelector("[data-code]")?.dataset.code ?? "none";
              };
              return Promise.all(Array.from({ length: 20 }, guess));
            }
            """,
            new { code = Wrong(right), password = Journey.Password });

        Assert.HasCount(20, answers);
        Assert.IsLessThanOrEqualTo(4, answers.Count(a => a == "code-wrong"), "four wrong ones are told, the fifth locks, the rest is not compared");
        await TryAgainAsync(right);
        await Journey.Page.WaitForSelectorAsync("[data-code=account-locked]");
    }

    private async Task TryAgainAsync(string code)
    {
        await Journey.Page.ReloadAsync();
        if (await Journey.Page.Locator("#code").CountAsync() > 0)
        {
            await TryAsync(code);
        }
    }

    private async Task<string> RegisterAsync()
    {
        await SetAsync();
        await Journey.RegisterAsync(CancellationToken);
        return await Journey.LastCodeAsync("sms");
    }

    private async Task TryAsync(string code)
    {
        await Journey.FillInActivationAsync(code);
        await Journey.Page.RunAndWaitForResponseAsync(Journey.ActivateAsync, response => response.Request.Method == "POST");
    }

    private static string Wrong(string right) => right == "000000" ? "111111" : "000000";
}
