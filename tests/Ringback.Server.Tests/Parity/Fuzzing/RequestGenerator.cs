using System.Text;
using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>Makes requests from a seed: well-formed HTTP, and in all else more or less wrong.</summary>
internal sealed class RequestGenerator(int seed, FuzzRoutes routes, IReadOnlyList<string> tokens)
{
    private static readonly string[] Methods =
        ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "QUERY", "get", "PROPFIND"];

    private static readonly string[] Ids =
    [
        "x", "%F0%9F%98%80", "%2F", "%2e%2e", "..", ".", "%20", "a%0D%0Ab", "%25", "%FF", "null", "-1", "{id}", "*", "settings",
        "me", "e1", "Y2lzY29zcGFyazovL3VzL1dFQkhPT0svMDE5YTAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw", "Y2lz", "====", "a/b", "a;b=c",
        "Y2lzY29zcGFyazovL3VzL0VWRU5ULzAxOWEwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMA", new('A', 3000),
    ];

    private static readonly string[] Queries =
    [
        "max=1", "max=0", "max=-1", "max=ten", "max=99999999999999999999", "max=", "max", "max=1&max=2", "max=%F0%9F%98%80", "max=%FF",
        "ownedBy=org", "ownedBy=creator", "ownedBy=%00", "cursor=AAAAAAAAAAAAAAAAAAAAAA", "cursor=x", "cursor=%2B%2F%3D", "max=1000",
        "resource=messages", "resource=nothing", "type=created", "type=", "actorId=p1", "from=2026-01-01T00:00:00Z", "from=x",
        "to=9999-12-31T23:59:59.999Z", "to=2026-13-01", "serviceType=calling", "serviceType=x", "from=0001-01-01T00:00:00%2B14:00",
        "=", "&&&", "a=b=c", "%", "%zz=1", "x[]=1", "?", "max=1;ownedBy=org", "resource=convergedRecordings", "max=+5", "max=%201",
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json; charset=utf-8", "application/json;charset=utf-16", "application/x-ndjson", "text/plain", "", "/", ";;;",
        "application/xml", "application/json, text/plain", "application/problem+json", "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded", "APPLICATION/JSON", "application/json; charset=\"", "*/*", "application/x-ndjson;x",
    ];

    private static readonly string[] Headers =
    [
        "Accept: application/json", "Accept: */*", "Accept: text/html", "Accept: ;q=2", "Accept: application/xml, */*;q=0.1", "Accept: ",
        "Accept: application/json;q=0", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Proto: https", "X-Forwarded-Host: a.example.com:99",
        "X-Forwarded-Proto: nonsense", "X-Forwarded-Host: <x>", "X-Forwarded-Prefix: /p", "Forwarded: for=x;proto=https", "Cookie: a=b; c",
        "If-None-Match: *", "If-Modified-Since: x", "Range: bytes=0-0", "Accept-Encoding: gzip, br", "Accept-Language: xx", "Origin: null",
        "TrackingID: mine", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "traceparent: x", "Via: é😀",
        "Access-Control-Request-Method: POST", "X-HTTP-Method-Override: DELETE", "Content-Encoding: gzip", "Upgrade: websocket",
        $"X-Long: {new string('x', 4000)}", "Authorization: Bearer second", "User-Agent: ", "Sec-Fetch-Mode: cors",
    ];

    private readonly Random _random = new(seed);
    private readonly List<string> _known = [];

    /// <summary>Remembers an id that the server gave, to ask for it later.</summary>
    public void Learn(string id)
    {
        if (_known.Count < 50)
        {
            _known.Add(id);
        }
        else
        {
            _known[_random.Next(_known.Count)] = id;
        }
    }

    /// <summary>The next requests to send at once: some, or one that is alone.</summary>
    public List<FuzzRequest> Next(int count) =>
        OneIn(30) ? [Next(isAlone: true)] : [.. Enumerable.Range(0, count).Select(_ => Next(isAlone: false))];

    private FuzzRequest Next(bool isAlone)
    {
        var route = routes.Any(_random);
        var method = OneIn(15) ? Any(Methods) : route.Method;
        var path = route.Path == "*" ? method == "OPTIONS" ? "*" : "/" : Path(route);
        var head = new StringBuilder();
        head.Append(method).Append(' ').Append(path).Append(" HTTP/1.1\r\n");
        head.Append("Host: ").Append(OneIn(20) ? "hooks.example.com:8443" : "localhost").Append("\r\n");
        AppendToken(head, route);
        while (OneIn(3))
        {
            head.Append(Any(Headers)).Append("\r\n");
        }

        var body = route.Bodies.Count == 0 && !OneIn(30) ? [] : Body(route);
        if (body.Length > 0 || method is "POST" or "PUT" or "PATCH")
        {
            head.Append("Content-Type: ").Append(ContentType(route)).Append("\r\n");
        }

        return isAlone ? Alone(method, path, head, body) : Framed(method, path, head, body);
    }

    private FuzzRequest Framed(string method, string path, StringBuilder head, byte[] body)
    {
        if (body.Length > 0 && OneIn(5))
        {
            return new FuzzRequest(
                method, path, [.. Encoding.UTF8.GetBytes($"{head}Transfer-Encoding: chunked\r\n\r\n"), .. Chunks(body)], false);
        }

        var length = body.Length > 0 || method is "POST" or "PUT" or "PATCH" || OneIn(10) ? $"Content-Length: {body.Length}\r\n" : "";
        return new FuzzRequest(method, path, [.. Encoding.UTF8.GetBytes($"{head}{length}\r\n"), .. body], false);
    }

    // A length that is not the body's: the rest never comes.
    private FuzzRequest Alone(string method, string path, StringBuilder head, byte[] body)
    {
        var length = OneIn(2) ? 40_000_000L : body.Length + _random.Next(1, 1000);
        return new FuzzRequest(method, path, [.. Encoding.UTF8.GetBytes($"{head}Content-Length: {length}\r\n\r\n"), .. body], true);
    }

    private List<byte> Chunks(byte[] body)
    {
        var chunks = new List<byte>(body.Length + 64);
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(body.Length - at, _random.Next(1, 1 + Math.Max(body.Length, 10)));
            chunks.AddRange(Encoding.ASCII.GetBytes($"{length:x}\r\n"));
            chunks.AddRange(body.AsSpan(at, length));
            chunks.AddRange("\r\n"u8);
            at += length;
        }

        chunks.AddRange("0\r\n\r\n"u8);
        return chunks;
    }

    private string Path(FuzzRoute route)
    {
        var id = _known.Count > 0 && !OneIn(3) ? _known[_random.Next(_known.Count)] : Any(Ids);
        var path = route.Path.Replace("{id}", id, StringComparison.Ordinal);
        path = OneIn(4) && path.StartsWith("/v1/", StringComparison.Ordinal) ? path[3..] : path;
        path = OneIn(10) ? path + "/" : path;
        path = OneIn(60) ? path.Replace("/", "//", StringComparison.Ordinal) : path;
        path = OneIn(60) ? path.ToUpperInvariant() : path;
        path = OneIn(60) ? path + "/" + Any(Ids) : path;
        if (OneIn(4))
        {
            path += "?" + Query(route);
            while (OneIn(3))
            {
                path += "&" + Query(route);
            }
        }

        return path;
    }

    // A parameter of the route with a value of any, or any at all.
    private string Query(FuzzRoute route)
    {
        var any = Any(Queries);
        return route.Queries.Count > 0 && OneIn(2)
            ? $"{route.Queries[_random.Next(route.Queries.Count)]}={any[(any.IndexOf('=', StringComparison.Ordinal) + 1)..]}"
            : any;
    }

    private void AppendToken(StringBuilder head, FuzzRoute route)
    {
        var token = tokens[route.Path.EndsWith("/events", StringComparison.Ordinal) && !OneIn(10) ? 0
            : route.Path.Contains("tokens", StringComparison.Ordinal) && OneIn(2) ? 1
            : _random.Next(2, tokens.Count)];
        var value = _random.Next(80) switch
        {
            0 => null,
            1 => $"bearer  {token} ",
            2 => "Bearer",
            3 => "Bearer " + new string('x', _random.Next(2000)),
            4 => "Basic dTpw",
            5 => "Bearer é😀",
            6 => $"Bearer {token[..^1]}",
            7 => $"Bearer {token}, Bearer {token}",
            _ => $"Bearer {token}",
        };
        head.Append(value is null ? "" : $"Authorization: {value}\r\n");
    }

    private string ContentType(FuzzRoute route) =>
        OneIn(12) ? Any(ContentTypes)
        : route.ReadsLines && OneIn(4) ? "application/x-ndjson"
        : "application/json";

    private byte[] Body(FuzzRoute route)
    {
        var bodies = OneIn(20) || route.Bodies.Count == 0 ? FuzzBodies.Webhooks : route.Bodies;
        var mutator = new JsonMutator(_random);
        var oneIn = _random.Next(3) switch { 0 => 1000, 1 => 12, _ => 5 };
        var value = bodies[_random.Next(bodies.Count)].DeepClone();
        if (value is JsonObject fields && fields.ContainsKey("name") && OneIn(2))
        {
            // Else nearly all would be duplicates.
            fields["name"] = $"fuzz {_random.Next()}";
        }

        var body = mutator.Write(value, oneIn);
        return route.ReadsLines && OneIn(6)
            ? [.. body, (byte)'\n', .. mutator.Write(bodies[_random.Next(bodies.Count)], oneIn)]
            : body;
    }

    private bool OneIn(int count) => _random.Next(count) == 0;

    private string Any(string[] choices) => choices[_random.Next(choices.Length)];
}
