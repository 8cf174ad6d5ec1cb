namespace Ringback.Server.Tests.Receivers;

/// <summary>A way in which a receiver can behave, and what its owner is to be told.</summary>
/// <param name="Script">What it does to each connection.</param>
/// <param name="Kind">The outcome's word.</param>
/// <param name="Words">The outcome's sentence, with the time limit as <c>{0}</c>; null after a success, * for any sentence.</param>
internal sealed record Hostility(Func<ScriptedConnection, Task> Script, string Kind, string? Words)
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string NoAnswer = "There was no answer within {0} s.";
    private const string NotComplete = "The answer began, but was not complete within {0} s.";
    private const string Closed = "The connection was closed before the answer was complete.";
    private const string ClosedAfter200 =
        "The receiver answered 200, but the connection was closed before the answer was complete.";
    private const string NotHttp = "The answer was not valid HTTP.";
    private const string TooLong = "The answer's headers were too long.";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Every way, by its name.</summary>
    public static IReadOnlyDictionary<string, Hostility> All { get; } = new Dictionary<string, Hostility>
    {
        ["hangs up at once"] = new(_ => Task.CompletedTask, "unreachable", "*"), // closed or reset
        ["hangs up after the request"] = After(_ => Task.CompletedTask, "unreachable", Closed),
        ["resets before the headers"] = After(
            connection =>
            {
                connection.Reset();
                return Task.CompletedTask;
            },
            "unreachable", "The connection was reset."),
        ["resets in the body"] = After(
            async connection =>
            {
                await connection.SendAsync(Ok + "Content-Length: 5\r\n\r\nab");
                connection.Reset();
            },
            "unreachable", "*"), // reset, with or without the 200
        ["hangs before the headers"] = After(connection => connection.HangAsync(), "timed_out", NoAnswer),
        ["hangs in the headers"] = AnswerAndHang(Ok + "X-Half: a", "timed_out", NoAnswer),
        ["hangs before the body"] = AnswerAndHang(Ok + "Content-Length: 5\r\n\r\n", "timed_out", NotComplete),
        ["hangs in the body"] = AnswerAndHang(Ok + "Content-Length: 5\r\n\r\na", "timed_out", NotComplete),
        ["hangs between chunks"] =
            AnswerAndHang(Ok + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n", "timed_out", NotComplete),
        ["hangs in a body without a length"] = AnswerAndHang(Ok + "\r\nabc", "timed_out", NotComplete),
        ["a byte a second from the start"] =
            After(connection => connection.DripAsync(Ok + "\r\n", Second), "timed_out", NoAnswer),
        ["a byte a second in the body"] = After(
            async connection =>
            {
                await connection.SendAsync(Ok + "Content-Length: 100\r\n\r\n");
                await connection.DripAsync(new string('a', 100), Second);
            },
            "timed_out", NotComplete),
        ["endless body"] = Forever(Ok + "\r\n", new string('x', 16 * 1024), "delivered", null),
        ["endless body of a failure"] = Forever(
            "HTTP/1.1 500 Oops\r\n\r\n", new string('x', 16 * 1024), "rejected", "The receiver answered 500."),
        ["endless chunks"] = Forever(
            Ok + "Transfer-Encoding: chunked\r\n\r\n", $"1000\r\n{new string('x', 4096)}\r\n", "delivered", null),
        ["endless headers"] = Forever(Ok, $"X-More: {new string('x', 1000)}\r\n", "unreachable", TooLong),
        ["endless header"] = Forever(Ok + "X-Long: ", new string('x', 1000), "unreachable", TooLong),
        ["endless status line"] = Forever("HTTP/1.1 200 ", new string('x', 1000), "unreachable", TooLong),
        ["endless trailers"] = Forever(
            Ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n", $"X-More: {new string('x', 1000)}\r\n", "unreachable",
            "The receiver answered 200, but the answer's headers were too long."),
        ["endless chunk extension"] =
            Forever(Ok + "Transfer-Encoding: chunked\r\n\r\n1;", new string('x', 1000), "unreachable", "*"),
        ["flood of 1xx"] = Forever("", "HTTP/1.1 102 Processing\r\n\r\n", "unreachable", TooLong),
        ["flood of 100-continue with headers"] =
            Forever("", "HTTP/1.1 100 Continue\r\nX-A: b\r\n\r\n", "unreachable", TooLong),
        ["100-continue that nobody asked for"] =
            Answer("HTTP/1.1 100 Continue\r\n\r\n" + Ok + "Content-Length: 0\r\n\r\n", "delivered", null),
        ["early hints"] = Answer(
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Ok + "Content-Length: 0\r\n\r\n", "delivered", null),
        ["switches protocols"] = AnswerAndHang(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
            "rejected", "The receiver answered 101."),
        ["204 with a body"] = AnswerAndHang(
            "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", "delivered", null),
        ["304 with a body"] = AnswerAndHang(
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello", "rejected",
            "The receiver answered 304; redirects are not followed."),
        ["closes mid-body"] = Answer(Ok + "Content-Length: 5\r\n\r\nab", "unreachable", ClosedAfter200),
        ["closes mid-chunk"] =
            Answer(Ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", "unreachable", ClosedAfter200),
        ["closes before the last chunk"] =
            Answer(Ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "unreachable", ClosedAfter200),
        ["closes in the headers"] = Answer(Ok + "X-Half: a", "unreachable", Closed),
        ["content length too short"] = AnswerAndHang(Ok + "Content-Length: 2\r\n\r\nabcdef", "delivered", null),
        ["content length negative"] = Answer(Ok + "Content-Length: -1\r\n\r\nab", "delivered", null),
        ["content length garbage"] = Answer(Ok + "Content-Length: five\r\n\r\nab", "delivered", null),
        ["two content lengths"] =
            Answer(Ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc", "delivered", null),
        ["content length and chunks"] = Answer(
            Ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "delivered", null),
        ["chunk size garbage"] = Answer(
            Ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "unreachable",
            "The receiver answered 200, but the answer was not valid HTTP."),
        ["chunk size overflow"] = Answer(
            Ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", "unreachable",
            "The receiver answered 200, but the answer was not valid HTTP."),
        ["HTTP/1.0"] = Answer("HTTP/1.0 200 OK\r\n\r\nuntil the end", "delivered", null),
        ["HTTP/1.0 with a length"] = Answer(
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nab", "delivered", null),
        ["HTTP/0.9"] = Answer("<html>hello</html>\r\n", "unreachable", NotHttp),
        ["HTTP/3.0 in words"] = Answer("HTTP/3.0 200 OK\r\n\r\n", "unreachable", NotHttp),
        ["another protocol"] = Answer("SSH-2.0-OpenSSH_9.9\r\n\r\n", "unreachable", NotHttp),
        ["binary"] = Answer("\u0015\u0003\u0001\0\u0002\u0002\n", "unreachable", NotHttp),
        ["status that is none"] = Answer("HTTP/1.1 20x OK\r\n\r\n", "unreachable", NotHttp),
        ["header without a colon"] = Answer(Ok + "nonsense\r\n\r\n", "unreachable", NotHttp),
        ["header with a zero byte"] = Answer(Ok + "X-A: a\0b\r\nContent-Length: 0\r\n\r\n", "delivered", null),
        ["folded header"] = Answer(Ok + "X-A: a\r\n b\r\nContent-Length: 0\r\n\r\n", "delivered", null),
        ["redirect"] = Answer(
            "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", "rejected",
            "The receiver answered 301; redirects are not followed."),
        ["redirect to the same place"] = Answer(
            "HTTP/1.1 307 Again\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", "rejected",
            "The receiver answered 307; redirects are not followed."),
        ["no reason phrase"] = Answer("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "delivered", null),
        ["lines that end without a return"] = Answer("HTTP/1.1 200 OK\nContent-Length: 0\n\n", "delivered", null),
        ["reason in Latin-1"] = Answer("HTTP/1.1 200 Tr\u00e8s bien\r\nContent-Length: 0\r\n\r\n", "delivered", null),
        ["header in UTF-8"] = Answer(Ok + "X-Name: Zo\u00c3\u00ab\r\nContent-Length: 0\r\n\r\n", "delivered", null),
        ["blank before the colon"] = Answer(Ok + "X-A : b\r\nContent-Length: 0\r\n\r\n", "delivered", null),
        ["content length twice"] = Answer(Ok + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", "delivered", null),
        ["gzip that is none"] = Answer(Ok + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope", "delivered", null),
        ["content type that is none"] = Answer(Ok + "Content-Type: ;;//\r\nContent-Length: 2\r\n\r\nok", "delivered", null),
        ["status 299"] = Answer("HTTP/1.1 299 Odd\r\nContent-Length: 0\r\n\r\n", "delivered", null),
        ["status 600"] = Answer(
            "HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n", "rejected", "The receiver answered 600."),
        ["warning among the headers"] = Answer(
            Ok + "PHP Warning:  Module already loaded in Unknown on line 0\r\nContent-Length: 0\r\n\r\n", "unreachable", NotHttp),
        ["line without a colon among the headers"] = Answer(
            Ok + "X-A: b;\r\npreload\r\nContent-Length: 0\r\n\r\n", "unreachable", NotHttp),
        ["two answers at once"] = AnswerAndHang(
            Ok + "Content-Length: 0\r\n\r\nHTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "delivered", null),
    };

    private static Hostility After(Func<ScriptedConnection, Task> script, string kind, string? words) => new(
        async connection =>
        {
            await connection.ReadAsync();
            await script(connection);
        },
        kind, words);

    private static Hostility Answer(string answer, string kind, string? words) =>
        After(connection => connection.SendAsync(answer), kind, words);

    private static Hostility AnswerAndHang(string answer, string kind, string? words) => After(
        async connection =>
        {
            await connection.SendAsync(answer);
            await connection.HangAsync();
        },
        kind, words);

    private static Hostility Forever(string start, string repeat, string kind, string? words) => After(
        async connection =>
        {
            await connection.SendAsync(start);
            await connection.SendForeverAsync(repeat);
        },
        kind, words);
}
