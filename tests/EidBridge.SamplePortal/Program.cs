using System.Threading.RateLimiting;
using EidBridge.SamplePortal;
using EidBridge.Verification.AspNetCore;
using Microsoft.AspNetCore.Authentication.Cookies;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddEidBridge(options =>
{
    options.Origin = builder.Configuration["Origin"] ?? "http://localhost:5000";
    options.AddCertificatesFrom(builder.Configuration["Certificates"] ?? "certificates");
});
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie(options => options.LoginPath = "/login")
    .AddEid();
builder.Services.AddAuthorization();

// The endpoints of a login answer before any endpoint of the site: the limit that reaches them is the global one.
builder.Services.AddRateLimiter(options =>
{
    options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
    options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetFixedWindowLimiter(
        ClientNetwork.Of(context.Connection.RemoteIpAddress),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = 300, Window = TimeSpan.FromMinutes(1) }));
});

var app = builder.Build();
app.UsePathBase(builder.Configuration["PathBase"]);
app.UseRouting();
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();

app.MapGet("/", Pages.Home).RequireAuthorization();
app.MapGet("/login", Pages.Login);

await app.RunAsync();
