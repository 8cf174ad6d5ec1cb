using System.CommandLine;
using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>
/// What HTTPS costs: the first contact with hosts that have certificates of their own, and deliveries over connections that
/// are kept.
/// </summary>
internal sealed record HttpsMode(MeasuredServer Server, int Hosts, int Rate, int Deliveries)
{
    private const int WarmUpHosts = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Half of the hosts are met one at a time, the others at once.
    private int Paced => Hosts / 2;

    public static Command Build()
    {
        var command = new Command("https", "Delivers to hosts with certificates of their own.");
        var options = new ModeOptions(command);
        var hosts = ModeOptions.Number(command, "--hosts", 1000, $"Hosts that are measured; {WarmUpHosts} come before them.");
        var rate = ModeOptions.Number(command, "--rate", 50, "First contacts a second with one half of them.");
        var deliveries = ModeOptions.Number(command, "--deliveries", 100_000, "Deliveries over kept connections.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new HttpsMode(
                server,
                parsed.GetValue(hosts),
                parsed.GetValue(rate),
                parsed.GetValue(deliveries)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        // One webhook for each host; consecutive events reach each of them once, in an order of their own.
        var workload = new Workload(WarmUpHosts + Hosts, 1);
        var authority = Path.Combine(Path.GetTempPath(), $"ringback-authority-{Environment.ProcessId}.pem");
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        try
        {
            var port = await sink.ListenTlsAsync(workload.Webhooks, authority);
            await using var server = await ServerProcess.StartAsync(
                Server, cancellationToken, $"SSL_CERT_FILE={authority}", "Ringback__Targets__AllowInvalidCertificates=false");
            await server.Api.RegisterAsync(
                workload, webhook => $"https://{HostAddress.Of(webhook)}:{port}/w/{webhook}", cancellationToken);
            await sink.ExpectAsync(workload.Webhooks + (2 * Deliveries), workload);
            return await MeasureAsync(sink, server, workload, cancellationToken);
        }
        finally
        {
            File.Delete(authority);
        }
    }

    private async Task<Figures> MeasureAsync(
        SinkProcess sink, ServerProcess server, Workload workload, CancellationToken cancellationToken)
    {
        var publishers = new Publishers(server.Api, workload);
        await PublishAsync(0, WarmUpHosts);
        var first = await MeetAsync(sink, server, workload, cancellationToken);
        Report.Progress($"first contact: p50 {first.Milliseconds(50):N1} ms, p99 {first.Milliseconds(99):N1} ms");
        var atOnce = await PublishAsync(WarmUpHosts + Paced, Hosts - Paced);
        Report.Progress($"first contacts at once: {atOnce.PerSecond:N0}/s at {atOnce.Microseconds:N0} µs");

        await PublishAsync(workload.Webhooks, Deliveries);
        var before = await sink.HandshakesAsync();
        var kept = await PublishAsync(workload.Webhooks + Deliveries, Deliveries);
        var counts = await sink.CountsAsync();
        return new Figures
        {
            { "mode", "https" },
            { "store", Server.Store },
            { "hosts", (long)Hosts },
            { "firstContactP50Ms", first.Milliseconds(50) },
            { "firstContactP99Ms", first.Milliseconds(99) },
            { "firstContactsPerSecond", atOnce.PerSecond },
            { "cpuMicrosecondsPerFirstContact", atOnce.Microseconds },
            { "keptDeliveriesPerSecond", kept.PerSecond },
            { "cpuMicrosecondsPerKeptDelivery", kept.Microseconds },
            { "handshakesMeanwhile", await sink.HandshakesAsync() - before },
            { "rssMiB", ProcessFigures.PeakMemory(server.ProcessId) },
            { "lost", workload.Webhooks + (2L * Deliveries) - counts.Distinct },
            { "duplicates", counts.Duplicates },
        };

        async Task<(double PerSecond, double Microseconds)> PublishAsync(int from, int count)
        {
            var cpuBefore = ProcessFigures.CpuTime(server.ProcessId);
            var start = Stopwatch.GetTimestamp();
            await publishers.PublishAsync(from, count, cancellationToken);
            var last = (await sink.WaitForAsync(from + count, Patience, cancellationToken)).LastReceipt;
            var cpu = ProcessFigures.CpuTime(server.ProcessId) - cpuBefore;
            return (count / Stopwatch.GetElapsedTime(start, last).TotalSeconds, cpu.TotalMicroseconds / count);
        }
    }

    /// <summary>Publishes one event for each of the first half at an even rate; returns the times to receipt.</summary>
    private async Task<Latencies> MeetAsync(
        SinkProcess sink, ServerProcess server, Workload workload, CancellationToken cancellationToken)
    {
        var starts = new long[Paced];
        await Pace.RunAsync(
            Rate,
            Paced,
            number =>
            {
                var body = EventBatch.WriteOne(workload, WarmUpHosts + number);
                starts[number] = Stopwatch.GetTimestamp();
                return server.Api.PublishAsync(body, tries: 20, cancellationToken);
            },
            cancellationToken);
        await sink.WaitForAsync(WarmUpHosts + Paced, Patience, cancellationToken);
        var receipts = await sink.ReceiptsAsync();
        var latencies = new Latencies();
        for (var number = 0; number < Paced; number++)
        {
            if (receipts[WarmUpHosts + number] != 0)
            {
                latencies.Add(starts[number], receipts[WarmUpHosts + number]);
            }
        }

        return latencies;
    }
}
