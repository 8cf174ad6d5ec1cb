using System.Net;
using System.Text;

namespace Ringback.Server.Tests.Api;

/// <summary>What one event may be is the same alone, in a batch and on a line.</summary>
public sealed class EventLimitTests(SharedServer shared)
{
    [Theory]
    [InlineData(62, HttpStatusCode.Accepted)]
    [InlineData(63, HttpStatusCode.BadRequest)]
    [InlineData(70, HttpStatusCode.BadRequest)]
    [InlineData(100_000, HttpStatusCode.BadRequest)]
    public async Task Depth(int depth, HttpStatusCode status)
    {
        var lists = new string('[', depth) + new string(']', depth);
        var nested = $$"""{"resource":"messages","type":"created","data":{"a":{{lists}} } }""";

        foreach (var reply in await InEachWayAsync(nested))
        {
            reply.ShouldBe(status);
            if (status == HttpStatusCode.BadRequest)
            {
                var problem = Assert.Single(reply.ShouldFail(status));
                Assert.Contains("nested too deeply; at most 64", problem, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(0, HttpStatusCode.Accepted)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Size(int more, HttpStatusCode status)
    {
        var (start, end) = ("{\"resource\":\"messages\",\"type\":\"created\",\"data\":{\"id\":\"", "\"}}");
        var large = start + new string('x', (1024 * 1024) + more - start.Length - end.Length) + end;

        foreach (var reply in await InEachWayAsync(large))
        {
            reply.ShouldBe(status);
        }
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("-9007199254740993")]
    [InlineData("1152921504606846976")]
    [InlineData("12345678901234567890")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    public async Task Number_that_a_double_cannot_keep_is_refused(string number)
    {
        foreach (var reply in await InEachWayAsync(
            $$"""{"resource":"messages","type":"created","data":{"id":"m","list":[{"n":{{number}} }]} }"""))
        {
            var problem = Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest));
            Assert.Contains($"data holds the number {number}, which a double cannot keep", problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("9007199254740992")]
    [InlineData("9007199254740994")]
    [InlineData("100000000000000000000")]
    [InlineData("1000000000000000000000000")]
    [InlineData("0.1234567890123456789")]
    [InlineData("-0")]
    [InlineData("1e-400")]
    public async Task Number_that_a_double_keeps_is_taken(string number)
    {
        foreach (var reply in await InEachWayAsync(
            $$"""{"resource":"messages","type":"created","data":{"n":{{number}} } }"""))
        {
            reply.ShouldBe(HttpStatusCode.Accepted);
        }
    }

    [Theory]
    [InlineData(10_000, "p", HttpStatusCode.Accepted)]
    [InlineData(10_001, "p", HttpStatusCode.BadRequest)]
    [InlineData(1, "512", HttpStatusCode.Accepted)]
    [InlineData(1, "513", HttpStatusCode.BadRequest)]
    public async Task Persons_who_may_see_it(int count, string person, HttpStatusCode status)
    {
        var name = int.TryParse(person, out var length) ? new string('p', length) : person;
        var names = string.Join(',', Enumerable.Repeat($"\"{name}\"", count));

        foreach (var reply in await InEachWayAsync(
            $$"""{"resource":"messages","type":"created","data":{},"visibleTo":[{{names}}]}"""))
        {
            reply.ShouldBe(status);
            if (status == HttpStatusCode.BadRequest)
            {
                Assert.Contains("visibleTo", Assert.Single(reply.ShouldFail(status)), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("""{"items":[0,0,0]}""", "items[0] must be an object")]
    [InlineData("""{"items":[{"resource":"messages","type":"created","data":{}},7]}""", "items[1] must be an object")]
    public async Task Item_that_is_no_object_ends_the_reading(string body, string problem)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        Assert.Equal(problem, Assert.Single(
            (await publisher.SendAsync("POST", "v1/events", body)).ShouldFail(HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task Thousand_wrong_events_are_not_answered_with_thousands_of_problems()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;
        var body = $$"""{"items":[{{string.Join(',', Enumerable.Repeat("{}", 1000))}}]}""";

        var problems = (await publisher.SendAsync("POST", "v1/events", body)).ShouldFail(HttpStatusCode.BadRequest);

        Assert.InRange(problems.Count, 100, 103);
    }

    private async Task<IReadOnlyList<Reply>> InEachWayAsync(string body)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;
        return
        [
            await publisher.SendAsync("POST", "v1/events", body),
            await publisher.SendAsync("POST", "v1/events", $$"""{"items":[{{body}}]}"""),
            await publisher.SendAsync("POST", "v1/events",
                $$"""{"items":[{"resource":"messages","type":"created","data":{} },{{body}}]}"""),
            await publisher.Client.SendAsync("POST", "v1/events", Encoding.UTF8.GetBytes(body + "\n"), "application/x-ndjson"),
        ];
    }
}
