// A worker service that submits a job and waits for it. Configure it with Muster:Client in appsettings.json, or with
// ConnectionStrings:muster on the command line: dotnet run -- --ConnectionStrings:muster=http://127.0.0.1:8080
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Muster.Client;

var builder = Host.CreateApplicationBuilder(args);
builder.AddMusterClient();
builder.Services.AddHostedService<NightlyRun>();
await builder.Build().RunAsync();
