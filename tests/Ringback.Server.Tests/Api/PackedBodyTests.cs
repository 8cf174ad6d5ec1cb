using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Ringback.Server.Tests.Api;

/// <summary>Bodies that are packed, or begin with a byte order mark.</summary>
public sealed class PackedBodyTests(SharedServer shared)
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("BR")]
    [InlineData("identity")]
    public async Task Packed_body_is_unpacked(string encoding)
    {
        var tenant = await shared.NewTenantAsync();

        var published = await SendAsync(tenant.Publisher, "v1/events", Sample.Event(), encoding);
        var made = await SendAsync(tenant.Person, "v1/webhooks", Sample.Webhook(), encoding);

        Assert.Equal(HttpStatusCode.Accepted, published.StatusCode);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
    }

    [Theory]
    [InlineData("gzip", 17)]
    [InlineData("br", 17)]
    [InlineData("deflate", 1000)]
    public async Task Limit_counts_what_it_unpacks_to(string encoding, int mebibytes)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        var reply = await SendAsync(publisher, "v1/events", new string(' ', mebibytes * 1024 * 1024), encoding);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Body_that_is_not_packed_as_it_says_is_a_400(string encoding)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        var reply = await SendAsync(publisher, "v1/events", Encoding.UTF8.GetBytes(Sample.Event()), encoding);

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains($"Content-Encoding {encoding}", await reply.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    [InlineData("compress")]
    public async Task Other_coding_is_a_415_that_names_those_that_are_read(string encoding)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        var reply = await SendAsync(publisher, "v1/events", Encoding.UTF8.GetBytes(Sample.Event()), encoding);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, reply.StatusCode);
        Assert.Equal("gzip, deflate, br", string.Join(", ", reply.Headers.GetValues("Accept-Encoding")));
    }

    [Fact]
    public async Task Byte_order_mark_is_passed_over()
    {
        var tenant = await shared.NewTenantAsync();
        byte[] published = [.. Mark, .. Encoding.UTF8.GetBytes(Sample.Event())];
        byte[] made = [.. Mark, .. Encoding.UTF8.GetBytes(Sample.Webhook())];

        (await tenant.Publisher.Client.SendAsync("POST", "v1/events", published)).ShouldBe(HttpStatusCode.Accepted);
        (await tenant.Publisher.Client.SendAsync("POST", "v1/events", published, "application/x-ndjson"))
            .ShouldBe(HttpStatusCode.Accepted);
        (await tenant.Person.Client.SendAsync("POST", "v1/webhooks", made)).ShouldBe(HttpStatusCode.OK);
    }

    private static Task<HttpResponseMessage> SendAsync(Member member, string path, string body, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BufferedStream(packed),
        })
        {
            packing.Write(Encoding.UTF8.GetBytes(body));
            packing.Flush();
            return SendAsync(member, path, encoding == "identity" ? packed.ToArray() : Closed(packing, packed), encoding);
        }
    }

    private static byte[] Closed(Stream packing, MemoryStream packed)
    {
        packing.Dispose();
        return packed.ToArray();
    }

    private static async Task<HttpResponseMessage> SendAsync(Member member, string path, byte[] body, string encoding)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return await member.Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }
}
