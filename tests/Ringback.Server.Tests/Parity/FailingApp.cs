using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ringback.Server.Http;

namespace Ringback.Server.Tests.Parity;

/// <summary>The server's own answering of errors before an endpoint that throws what a test says.</summary>
internal sealed class FailingApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FailingApp(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = Limits.Signal };
    }

    /// <summary>A client of it.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts one on a free port.</summary>
    public static async Task<FailingApp> StartAsync(Exception error)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ApiPaths>();
        builder.Services.AddExceptionHandler<ApiExceptionHandler>();
        var app = builder.Build();
        app.UseTrackingId();
        app.UseExceptionHandler(static _ => { });
        app.MapGet("/", IResult () => throw error).WithApiConventions();
        await app.StartAsync();
        return new FailingApp(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
