using System.Diagnostics;
using System.Runtime.InteropServices;
using Ringback.LoadTest.Load;

namespace Ringback.LoadTest.Sink;

/// <summary>
/// The sink as seen by the load generator: a process of its own, told what to do over its standard input.
/// </summary>
internal sealed class SinkProcess : IDisposable
{
    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private SinkProcess(Process process, int port)
    {
        _process = process;
        BaseUrl = $"http://127.0.0.1:{port}";
    }

    public string BaseUrl { get; }

    public int ProcessId => _process.Id;

    public static async Task<SinkProcess> StartAsync(CancellationToken cancellationToken)
    {
        var start = ChildProcess.Of(SinkCommand.Name);

        // One thread that waits for all sockets and handles each where it stands: no hand-over, no second wake-up.
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"] = "1";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        var process = Process.Start(start)!;
        var port = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return new SinkProcess(process, int.Parse(port!));
    }

    /// <summary>Listens at many addresses with a certificate for each; returns the port.</summary>
    /// <param name="hosts">How many: see <see cref="HostAddress"/>.</param>
    /// <param name="authority">The file that their authority's certificate is written to.</param>
    public async Task<int> ListenTlsAsync(int hosts, string authority)
        => int.Parse(await SendAsync($"tls {hosts} {authority}"));

    /// <summary>How many handshakes there were so far.</summary>
    public async Task<long> HandshakesAsync() => long.Parse(await SendAsync("handshakes"));

    public Task ExpectAsync(int events, Workload workload)
        => SendAsync($"expect {events} {workload.Fanout} {workload.Rooms}");

    public Task SetRuleAsync(string prefix, Behaviour behaviour) => SendAsync($"rule {prefix} {behaviour}");

    public Task RefuseAsync() => SendAsync("refuse");

    public Task ListenAsync() => SendAsync("listen");

    public Task MarkAsync() => SendAsync("mark");

    public async Task<SinkCounts> CountsAsync() => SinkCounts.FromLine(await SendAsync("counts"));

    /// <summary>
    /// Waits for so many distinct deliveries; gives up, and returns what came, after so long without a new one.
    /// </summary>
    public async Task<SinkCounts> WaitForAsync(long distinct, TimeSpan patience, CancellationToken cancellationToken)
    {
        var newest = (Count: -1L, At: Stopwatch.GetTimestamp());
        while (true)
        {
            var counts = await CountsAsync();
            if (counts.Distinct > newest.Count)
            {
                newest = (counts.Distinct, Stopwatch.GetTimestamp());
            }

            if (counts.Distinct >= distinct || Stopwatch.GetElapsedTime(newest.At) > patience)
            {
                return counts;
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>The first receipt of each event at each place of its room, in ticks; 0 is "never".</summary>
    public async Task<long[]> ReceiptsAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"ringback-receipts-{Environment.ProcessId}");
        try
        {
            await SendAsync($"dump {path}");
            return MemoryMarshal.Cast<byte, long>(await File.ReadAllBytesAsync(path)).ToArray();
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
        _turn.Dispose();
    }

    private async Task<string> SendAsync(string line)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
            var answer = await _process.StandardOutput.ReadLineAsync();
            return answer is not (null or "unknown")
                ? answer
                : throw new LoadTestException($"The sink did not obey '{line}'.");
        }
        finally
        {
            _turn.Release();
        }
    }
}
