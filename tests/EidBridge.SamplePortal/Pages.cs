using System.Security.Claims;
using System.Text.Encodings.Web;
using EidBridge.Verification.AspNetCore;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EidBridge.SamplePortal;

/// <summary>The two pages of this portal.</summary>
internal static class Pages
{
    private const string Html = "text/html; charset=utf-8";

    public static ContentHttpResult Home(ClaimsPrincipal person)
    {
        var name = $"{person.FindFirst(EidClaims.GivenNames)?.Value} {person.FindFirst(EidClaims.Surname)?.Value}";
        return TypedResults.Content($"<!doctype html><title>Sample portal</title><h1>Welcome, {HtmlEncoder.Default.Encode(name)}</h1>", Html);
    }

    /// <summary>Challenge, card, token; then back to where the person wanted to be, if that is on this site.</summary>
    public static ContentHttpResult Login(HttpRequest request) => TypedResults.Content(
        $$"""
        <!doctype html>
        <title>Log in</title>
        <button>Log in with eID</button> <p role="status"></p>
        <script type="module">
          import { authenticate } from "{{request.PathBase}}/eid/eidbridge.js";
          const said = document.querySelector("[role=status]");
          document.querySelector("button").addEventListener("click", async () => {
            try {
              const { nonce } = await (await fetch("{{request.PathBase}}/eid/challenge")).json();
              const token = await authenticate(nonce, { tokenFormat: "web-eid:1.1" });  // brings the card's issuing CA
              const answer = await fetch("{{request.PathBase}}/eid/login", {
                method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(token),
              });
              if (!answer.ok) throw new Error((await answer.json()).title);
              const back = new URL(new URLSearchParams(location.search).get("ReturnUrl") ?? "{{request.PathBase}}/", location.origin);
              location.assign(back.origin === location.origin ? back : "{{request.PathBase}}/");
            } catch (failure) {
              said.textContent = failure.message;
            }
          });
        </script>
        """,
        Html);
}
