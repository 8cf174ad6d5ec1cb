using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Ringback.Server.Tests.Parity;

/// <summary>The link to the next page, as each known client reads it.</summary>
public sealed partial class Section_4_2_PaginationTests(SharedServer shared)
{
    [Theory, WebexRow("4.2", "only while more remain")]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public async Task Link_comes_only_while_more_remain(int max, bool more)
    {
        var person = await NewAsync(3);

        var reply = await person.SendAsync("GET", $"v1/webhooks?max={max}");

        Assert.Equal(more, reply.Headers.ContainsKey("Link"));
    }

    [Fact, WebexRow("4.2", "JavaScript SDK")]
    public async Task Js_client_that_splits_at_semicolons_finds_the_next_page()
    {
        var person = await NewAsync(3);

        var pages = await FollowAsync(person, link =>
        {
            var parts = link.Split(';');
            return parts.Length == 2 && parts[^1].Contains("rel=\"next\"", StringComparison.Ordinal) ? parts[0].Trim('<', '>') : null;
        });

        Assert.Equal(3, pages);
    }

    [Fact, WebexRow("4.2", "Java SDK")]
    public async Task Java_client_that_stops_when_the_next_equals_the_current_finds_every_page()
    {
        var person = await NewAsync(3);
        var seen = new HashSet<string>();

        var pages = await FollowAsync(person, link =>
        {
            var next = NextInQuotes().Match(link).Groups["url"].Value;
            return seen.Add(next) ? next : null;
        });

        Assert.Equal(3, pages);
    }

    [Fact, WebexRow("4.2", "C# client")]
    public async Task Cs_client_that_wants_https_gets_it_when_it_came_by_https()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var folder = Directory.CreateTempSubdirectory("ringback-test-");
        var file = Path.Combine(folder.FullName, "server.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, "pw"), TestContext.Current.CancellationToken);
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:Tls:Url"] = "https://127.0.0.1:0",
            ["Kestrel:Endpoints:Tls:Certificate:Path"] = file,
            ["Kestrel:Endpoints:Tls:Certificate:Password"] = "pw",
        });
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var client = new HttpClient(handler) { BaseAddress = server.BaseUrl };
        client.DefaultRequestHeaders.Authorization = new("Bearer", server.PersonToken);
        foreach (var url in new[] { "https://example.com/1", "https://example.com/2" })
        {
            await client.SendAsync("POST", "v1/webhooks", Api.Sample.Webhook(new { targetUrl = url, name = url }));
        }

        var reply = await client.SendAsync("GET", "v1/webhooks?max=1");
        folder.Delete(recursive: true);

        Assert.StartsWith($"<https://{server.BaseUrl.Authority}/v1/webhooks?", reply.Header("Link"), StringComparison.Ordinal);
    }

    [Fact, WebexRow("4.2", "Python SDKs")]
    public async Task Python_client_that_sends_its_parameters_again_finds_every_page()
    {
        var person = await NewAsync(3);

        var pages = await FollowAsync(person, link => NextInQuotes().Match(link).Groups["url"].Value + "&max=1");

        Assert.Equal(3, pages);
    }

    [Theory, WebexRow("4.2", "the host of the client")]
    [InlineData("hooks.example.com")]
    [InlineData("hooks.example.com:8443")]
    [InlineData("[::1]:5080")]
    public async Task Link_is_on_the_host_and_port_that_the_client_used(string host)
    {
        var person = await NewAsync(2);
        using var client = shared.Server.As(person.Token);
        client.DefaultRequestHeaders.Host = host;

        var reply = await client.SendAsync("GET", "v1/webhooks?max=1");

        Assert.StartsWith($"<http://{host}/v1/webhooks?", reply.Header("Link"), StringComparison.Ordinal);
    }

    [Fact, WebexRow("4.2", "the host of the client")]
    public async Task Link_is_on_the_address_that_was_called_when_the_client_names_no_host()
    {
        var person = await NewAsync(2);
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, shared.Server.BaseUrl.Port, TestContext.Current.CancellationToken);
        var stream = connection.GetStream();

        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET /v1/webhooks?max=1 HTTP/1.0\r\nAuthorization: Bearer {person.Token}\r\n\r\n"),
            TestContext.Current.CancellationToken);
        var answer = await new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains(
            $"\r\nLink: <http://{shared.Server.BaseUrl.Authority}/v1/webhooks?", answer, StringComparison.Ordinal);
    }

    private async Task<Member> NewAsync(int webhooks)
    {
        var person = (await shared.NewTenantAsync()).Person;
        for (var i = 0; i < webhooks; i++)
        {
            await person.RegisterAsync(new Uri($"https://example.com/{i}"));
        }

        return person;
    }

    private static async Task<int> FollowAsync(Member person, Func<string, string?> next)
    {
        var seen = new HashSet<string>();
        var pages = 0;
        for (var url = "v1/webhooks?max=1"; url is not null; pages++)
        {
            var reply = (await person.SendAsync("GET", url)).ShouldBe(HttpStatusCode.OK);
            Assert.True(seen.Add(Assert.Single(reply.Items).GetProperty("id").GetString()!));
            url = reply.Header("Link") is { } link ? next(link) : null;
        }

        return pages;
    }

    [GeneratedRegex("<(?<url>[^>]+)>; rel=\"next\"")]
    private static partial Regex NextInQuotes();
}
