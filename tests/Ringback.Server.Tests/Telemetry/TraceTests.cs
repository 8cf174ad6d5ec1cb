using System.Diagnostics;
using System.Text;

namespace Ringback.Server.Tests.Telemetry;

/// <summary>Which trace a callback belongs to, while nobody traces the server itself.</summary>
public sealed class TraceTests
{
    private const string Sent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Traceparent_of_the_publisher_is_passed_on()
    {
        await using var server = await RunningServer.StartAsync();
        await using var receiver = Receiver.Start();
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(receiver.Url);

        await PublishAsync(tenant, Sent);
        var traced = await receiver.NextAsync();
        await PublishAsync(tenant, null);
        var plain = await receiver.NextAsync();
        await PublishAsync(tenant, "nonsense");
        var nonsense = await receiver.NextAsync();

        Assert.Equal(Sent, traced.Header("traceparent"));
        Assert.Null(plain.Header("traceparent"));
        Assert.Null(nonsense.Header("traceparent"));
    }

    [Fact]
    public async Task Trace_survives_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        await using var receiver = Receiver.Start(503, 200);
        var settings = new Dictionary<string, string?> { ["Ringback:Delivery:RetryWaits:0"] = "00:00:02" };
        await using (var first = await RunningServer.StartAsync(settings, folder))
        {
            var tenant = await Tenant.NewAsync(first);
            await tenant.Person.RegisterAsync(receiver.Url);
            await PublishAsync(tenant, Sent);
            await receiver.NextAsync();
        }

        await using (await RunningServer.StartAsync(settings, folder))
        {
            Assert.Equal(Sent, (await receiver.NextAsync()).Header("traceparent"));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task PublishAsync(Tenant tenant, string? traceParent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/events")
        {
            Content = new StringContent(
                """{"resource":"messages","type":"created","data":{"id":"m"}}""", Encoding.UTF8, "application/json"),
        };
        if (traceParent is not null)
        {
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        }

        // The test's own activity would put a traceparent of its own on the request.
        Activity.Current = null;
        using var response = await tenant.Publisher.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
