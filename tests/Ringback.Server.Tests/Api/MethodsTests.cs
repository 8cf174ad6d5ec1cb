using System.Net;
using System.Net.Sockets;
using System.Text;
using Ringback.Server.Tests.Parity;

namespace Ringback.Server.Tests.Api;

/// <summary>HEAD and OPTIONS, which nobody maps and every path has.</summary>
public sealed class MethodsTests(SharedServer shared)
{
    private static readonly string[] Own = ["TrackingID", "Date", "Transfer-Encoding"];

    [Theory]
    [InlineData("v1/webhooks?max=1")]
    [InlineData("webhooks/")]
    [InlineData("v1/webhooks/{id}")]
    [InlineData("v1/webhooks/{id}/settings")]
    [InlineData("v1/webhooks/unknown")]
    [InlineData("v1/people/me")]
    [InlineData("v1/tokens")]
    [InlineData("v1/events?max=0")]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("openapi/v1.json")]
    [InlineData("docs/")]
    [InlineData("v1/nothing")]
    public async Task Head_is_answered_as_get_is_without_a_body(string template)
    {
        var person = (await shared.NewTenantAsync()).Person;
        await person.RegisterAsync(new Uri("https://example.com/1"));
        var path = template.Replace(
            "{id}", await person.RegisterAsync(new Uri("https://example.com/2")), StringComparison.Ordinal);
        var get = await person.SendAsync("GET", path);

        var (head, body) = await RawAsync("HEAD", path, person.Token);

        Assert.Equal((int)get.Status, int.Parse(head[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Lines(get), head.Skip(1).Where(line => !Own.Contains(line.Split(':')[0])).Order(StringComparer.Ordinal));
        Assert.Contains(head, line => line.StartsWith("TrackingID: ", StringComparison.Ordinal));
        Assert.Empty(body);
    }

    [Fact]
    public async Task Head_of_the_metrics_is_a_200_without_a_body()
    {
        var (head, body) = await RawAsync("HEAD", "metrics", "none");

        Assert.Equal("HTTP/1.1 200 OK", head[0]);
        Assert.Empty(body);
    }

    [Theory]
    [InlineData("v1/webhooks", "GET, HEAD, POST, OPTIONS")]
    [InlineData("webhooks/", "GET, HEAD, POST, OPTIONS")]
    [InlineData("v1/webhooks/x", "DELETE, GET, HEAD, PUT, OPTIONS")]
    [InlineData("v1/webhooks/x/settings", "GET, HEAD, PUT, OPTIONS")]
    [InlineData("v1/tokens/x", "DELETE, OPTIONS")]
    [InlineData("v1/events", "GET, HEAD, POST, OPTIONS")]
    [InlineData("v1/people/me", "GET, HEAD, OPTIONS")]
    [InlineData("health/ready", "GET, HEAD, OPTIONS")]
    [InlineData("metrics", "GET, HEAD, OPTIONS")]
    [InlineData("openapi/v1.json", "GET, HEAD, OPTIONS")]
    public async Task Options_is_a_204_that_lists_the_methods_of_the_path(string path, string methods)
    {
        var options = (await shared.Server.Anonymous.SendAsync("OPTIONS", path)).ShouldBe(HttpStatusCode.NoContent);

        Assert.Equal(methods, options.Header("Allow"));
        Assert.Empty(options.Text);
        Assert.NotNull(options.Header("TrackingID"));
    }

    [Fact]
    public async Task Options_of_a_path_that_is_nowhere_is_a_404() =>
        (await shared.Server.Anonymous.SendAsync("OPTIONS", "v1/nothing")).ShouldFail(HttpStatusCode.NotFound);

    [Theory, WebexRow("4.3", "405")]
    [InlineData("PATCH", "v1/webhooks/x", "DELETE, GET, HEAD, PUT, OPTIONS")]
    [InlineData("PUT", "v1/webhooks", "GET, HEAD, POST, OPTIONS")]
    [InlineData("DELETE", "webhooks/", "GET, HEAD, POST, OPTIONS")]
    [InlineData("POST", "v1/people/me", "GET, HEAD, OPTIONS")]
    [InlineData("DELETE", "v1/events", "GET, HEAD, POST, OPTIONS")]
    [InlineData("POST", "metrics", "GET, HEAD, OPTIONS")]
    public async Task Wrong_method_is_a_405_that_names_the_right_ones(string method, string path, string methods)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.SendAsync(method, path);

        Assert.Equal(
            $"{method} is not allowed here; allowed are {methods}.",
            Assert.Single(reply.ShouldFail(HttpStatusCode.MethodNotAllowed)));
        Assert.Equal(methods, reply.Header("Allow"));
    }

    [Fact]
    public async Task Head_where_there_is_no_get_is_a_405()
    {
        var (head, body) = await RawAsync("HEAD", "v1/tokens/x", "none");

        Assert.StartsWith("HTTP/1.1 405 ", head[0], StringComparison.Ordinal);
        Assert.Contains("Allow: DELETE, OPTIONS", head);
        Assert.Empty(body);
    }

    private static IEnumerable<string> Lines(Reply reply) => reply.Headers.Where(header => !Own.Contains(header.Key))
        .SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}"))
        .Append("Connection: close").Order(StringComparer.Ordinal);

    // A client of HTTP would not show a body that must not be there.
    private async Task<(string[] Head, string Body)> RawAsync(string method, string path, string token)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(
            shared.Server.BaseUrl.Host, shared.Server.BaseUrl.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} /{path} HTTP/1.1\r\nHost: {shared.Server.BaseUrl.Authority}\r\nAuthorization: Bearer {token}\r\n"
            + "Connection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WithinAsync("answer");
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (text[..end].Split("\r\n"), text[(end + 4)..]);
    }
}
