using System.Text;
using Ringback.Server.Tests.Receivers;

namespace Ringback.Server.Tests.Telemetry;

/// <summary>What is sent to a collector.</summary>
public sealed class OtlpTests
{
    private static readonly string[] Wanted =
        ["/v1/traces", "/v1/metrics", "Ringback.Events", "Ringback.Delivery", "ringback.delivery.finished"];

    [Fact]
    public async Task Metrics_and_the_trace_from_publish_to_attempt_go_to_the_endpoint()
    {
        var sent = new StringBuilder();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = new ScriptedReceiver(connection => CollectAsync(connection, sent, all));
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartNewAsync(
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "OTEL_BSP_SCHEDULE_DELAY=50", "OTEL_METRIC_EXPORT_INTERVAL=200");
        using var person = server.As("person");
        using var publisher = server.As("publisher");
        await Member.As(person).RegisterAsync(receiver.Url);

        await Member.As(publisher).PublishAsync("m1");
        var callback = await receiver.NextAsync();
        await all.Task.WithinAsync("traces and metrics");

        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$", callback.Header("traceparent"));
    }

    private static async Task CollectAsync(ScriptedConnection connection, StringBuilder sent, TaskCompletionSource all)
    {
        var buffer = new byte[64 * 1024];
        while (await connection.Stream.ReadAsync(buffer, connection.Stopping) is > 0 and var count)
        {
            lock (sent)
            {
                sent.Append(Encoding.Latin1.GetString(buffer, 0, count));
                var text = sent.ToString();
                if (Wanted.All(word => text.Contains(word, StringComparison.Ordinal)))
                {
                    all.TrySetResult();
                }
            }

            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
    }
}
