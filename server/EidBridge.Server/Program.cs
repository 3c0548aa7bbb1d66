using EidBridge.Server;
using EidBridge.Server.Accounts;
using EidBridge.Server.Activation;
using EidBridge.Server.Challenges;
using EidBridge.Server.Development;
using EidBridge.Server.Login;
using EidBridge.Server.Pages;
using EidBridge.Server.Provisioning;
using EidBridge.Server.Registration;
using EidBridge.Server.Site;
using EidBridge.Server.Trust;

// Its settings lie beside the program: whoever chooses the folder it is started in chooses nothing.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

// Each feature adds its services here …
builder.AddSite();
builder.Services.AddTrust();
builder.Services.AddAccounts();
builder.Services.AddRegistration();
builder.Services.AddActivation();
builder.AddProvisioning();
builder.Services.AddChallenges();
builder.Services.AddLogin();
builder.Services.AddDevelopment();
builder.Services.AddSitePages();

if (args is [TrustCommand.Name, .. var words])
{
    return await TrustCommand.RunAsync(words, builder.Configuration, Terminal.Output, TimeProvider.System);
}

var app = builder.Build();

// … its middleware here, in the order of the request …
app.UseSecurityHeaders();
app.UseSitePages();
app.UseRouting();
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();

// … and its endpoints here.
app.MapHealth();
app.MapProvisioning();
app.MapChallenges();
app.MapLogin();
app.MapDevelopment();
app.MapSitePages();

await app.RunAsync();
return 0;
