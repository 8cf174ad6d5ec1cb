using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Ringback.Server.Http;

/// <summary>
/// Lets a caller close its half of a connection once it has sent its request, as some programs do: the framework takes that for
/// a caller who is gone, and answers nothing. One that is really gone is noticed a little later for it.
/// </summary>
internal static class HalfClose
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Runs a connection, which ends after the grace time at the latest when nothing comes over it any more.</summary>
    public static async Task RunAsync(ConnectionContext connection, ConnectionDelegate next, TimeProvider time)
    {
        var (closed, transport) = (connection.ConnectionClosed, connection.Transport);
        using var over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var _ = closed.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).CancelAfter(Grace), over);
        connection.ConnectionClosed = over.Token;
        connection.Transport = new Pipes(new HalfClosedInput(transport.Input), transport.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.ConnectionClosed = closed;
            connection.Transport = transport;
        }
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
