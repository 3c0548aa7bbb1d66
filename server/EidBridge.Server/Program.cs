using EidBridge.Server.Pages;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSitePages();

var app = builder.Build();
app.UseSitePages();
app.MapSitePages();
await app.RunAsync();
return 0;
