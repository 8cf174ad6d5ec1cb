using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Ringback.Cli.Demo;

/// <summary>The receiving end: an HTTP server on loopback that keeps what it gets, byte for byte.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private const string Prefix = "/hooks/";

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly Action<ReceivedCallback> _received;
    private readonly Func<string, bool> _refuses;

    private CallbackReceiver(Action<ReceivedCallback> received, Func<string, bool> refuses, TimeProvider time)
    {
        _time = time;
        _received = received;
        _refuses = refuses;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string BaseUrl =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts a receiver on a free port of loopback.</summary>
    /// <param name="received">Is told every callback before it is answered; several at a time.</param>
    /// <param name="refuses">Says for a webhook's key whether its next callback is answered with 503.</param>
    /// <param name="time">Says when a callback came.</param>
    /// <param name="cancellationToken">Gives up starting when it is cancelled.</param>
    public static async Task<CallbackReceiver> StartAsync(
        Action<ReceivedCallback> received,
        Func<string, bool> refuses,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var receiver = new CallbackReceiver(received, refuses, time);
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>The target of a webhook.</summary>
    public string TargetUrl(string key) => $"{BaseUrl}{Prefix}{key}";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var timestamp = _time.GetTimestamp();
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        var path = request.Path.Value!;
        var key = path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..] : path;
        context.Response.StatusCode = _refuses(key)
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status204NoContent;
        _received(new ReceivedCallback
        {
            Key = key,
            RequestLine = $"{request.Method} {path} {request.Protocol}",
            Headers =
            [
                .. request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())),
            ],
            Body = body.ToArray(),
            Status = context.Response.StatusCode,
            At = _time.GetUtcNow(),
            Timestamp = timestamp,
        });
    }
}
