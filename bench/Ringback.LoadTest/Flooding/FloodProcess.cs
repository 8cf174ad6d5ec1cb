using System.Diagnostics;
using System.Text.Json;

namespace Ringback.LoadTest.Flooding;

/// <summary>The flood as seen by the load generator.</summary>
internal sealed class FloodProcess : IDisposable
{
    private readonly Process _process = Process.Start(ChildProcess.Of(FloodCommand.Name))!;
    private readonly long _start = Stopwatch.GetTimestamp();

    public static async Task<FloodProcess> StartAsync(FloodPlan plan)
    {
        var flood = new FloodProcess();
        await flood._process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(plan));
        await flood._process.StandardInput.FlushAsync();
        return flood;
    }

    /// <summary>Ends it when what is begun is accepted; returns how many events a second were.</summary>
    public async Task<double> StopAsync(CancellationToken cancellationToken)
    {
        var elapsed = Stopwatch.GetElapsedTime(_start);
        _process.StandardInput.Close();
        var events = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        return int.TryParse(events, out var count)
            ? count / elapsed.TotalSeconds
            : throw new LoadTestException("The flood ended before its time.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
