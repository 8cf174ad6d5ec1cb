namespace Ringback.Server.Tests.Telemetry;

/// <summary>
/// The page for Prometheus, and whether docs/metrics.md says what is on it. The servers are processes of their own,
/// because all meters of a process end up on one page.
/// </summary>
public sealed class MetricsPageTests
{
    private static readonly string[] Quick =
        ["Ringback__Delivery__RetryWaits__0=00:00:00.050", "Ringback__Delivery__SweepInterval=00:00:01"];

    [Fact]
    public async Task Page_has_the_figures_of_what_happened()
    {
        await using var server = await ServerProcess.StartNewAsync(Quick);
        await using var good = Receiver.Start();
        await using var bad = Receiver.Start(500);
        using var person = server.As("person");
        using var publisher = server.As("publisher");
        await Member.As(person).RegisterAsync(good.Url);
        await Member.As(person).RegisterAsync(bad.Url);
        await Member.As(person).RegisterAsync(good.Url, new { name = "held", status = "inactive" });

        await Member.As(publisher).PublishAsync("m1", "m2", "m3");
        await good.NextAsync(3);
        await bad.NextAsync(6);

        var page = await MetricsPage.ScrapeAsync(server);
        await Eventually.IsTrueAsync("the page has all", async () =>
        {
            page = await MetricsPage.ScrapeAsync(server);
            return page.Value("ringback_delivery_held") == 3 && page.Value("ringback_delivery_pending") == 0
                && page.Value("ringback_delivery_finished_total", "outcome=\"failed\"") == 3;
        });
        Assert.Equal(3, page.Value("ringback_publish_events_total"));
        Assert.Equal(9, page.Value("ringback_publish_matches_total"));
        Assert.Equal(1, page.Value("ringback_publish_duration_seconds_count"));
        Assert.Equal(3, page.Value("ringback_delivery_finished_total", "outcome=\"delivered\""));
        Assert.Equal(3, page.Value("ringback_delivery_attempt_duration_seconds_count", "outcome=\"delivered\""));
        Assert.Equal(6, page.Value("ringback_delivery_attempt_duration_seconds_count", "outcome=\"rejected\""));
        Assert.Equal(0, page.Value("ringback_delivery_in_flight"));
        Assert.Equal(0, page.Value("ringback_delivery_oldest_due_age_seconds"));
        Assert.InRange(page.Value("ringback_delivery_count_age_seconds")!.Value, 0, 60);
        Assert.Equal(2, page.Value("ringback_webhooks", "status=\"active\""));
        Assert.Equal(1, page.Value("ringback_webhooks", "status=\"inactive\""));
        Assert.True(page.Value("ringback_storage_commit_size_count") > 3);
        Assert.True(page.Value("ringback_storage_commit_duration_seconds_count", "outcome=\"committed\"") > 3);
    }

    [Fact]
    public async Task Page_and_document_have_the_same_metrics()
    {
        const string Twice = """{"id":"twice","resource":"messages","type":"created","data":{"id":"m"}}""";
        var documented = DocumentedMetric.ReadAll().Select(metric => (metric.OnPage, metric.Kind, metric.Description))
            .OrderBy(metric => metric.OnPage, StringComparer.Ordinal).ToList();
        await using var server = await ServerProcess.StartNewAsync(Quick);
        await using var receiver = Receiver.Start();
        using var person = server.As("person");
        using var publisher = server.As("publisher");
        await Member.As(person).RegisterAsync(receiver.Url);
        await publisher.SendAsync("POST", "v1/events", Twice);
        await publisher.SendAsync("POST", "v1/events", Twice);
        await receiver.NextAsync();

        var page = await MetricsPage.ScrapeAsync(server);
        await Eventually.IsTrueAsync("the page has every metric", async () =>
        {
            page = await MetricsPage.ScrapeAsync(server);
            return page.Metrics.Count() >= documented.Count;
        });

        Assert.Equal(documented, page.Metrics.OrderBy(metric => metric.Name, StringComparer.Ordinal));
    }
}
