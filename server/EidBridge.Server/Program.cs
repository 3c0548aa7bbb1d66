using EidBridge.Server.Accounts;
using EidBridge.Server.Activation;
using EidBridge.Server.Development;
using EidBridge.Server.Pages;
using EidBridge.Server.Provisioning;
using EidBridge.Server.Registration;
using EidBridge.Server.Site;

var builder = WebApplication.CreateBuilder(args);

// Each feature adds its services here …
builder.AddSite();
builder.Services.AddAccounts();
builder.Services.AddRegistration();
builder.Services.AddActivation();
builder.AddProvisioning();
builder.Services.AddDevelopment();
builder.Services.AddSitePages();

var app = builder.Build();

// … its middleware here, in the order of the request …
app.UseSitePages();
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();

// … and its endpoints here.
app.MapHealth();
app.MapProvisioning();
app.MapDevelopment();
app.MapSitePages();

await app.RunAsync();
