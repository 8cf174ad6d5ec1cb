namespace Ringback.Server.Dev;

/// <summary>What <c>serve --dev</c> prints: where it is, the tokens, and three lines to try.</summary>
internal static class DevBanner
{
    private const string Json = "-H 'Content-Type: application/json'";

    private const string Webhook =
        """{"name":"first","targetUrl":"http://127.0.0.1:8080/","resource":"messages","event":"created","secret":"shh"}""";

    private const string Message =
        """{"resource":"messages","type":"created","data":{"id":"m1","roomId":"r1","roomType":"group","text":"hello"}}""";

    /// <summary>What <c>serve --dev</c> prints once the server listens.</summary>
    public static string Text(DevFile dev, string store) => $"""

        Ringback for development: {dev.BaseUrl}/v1
          store      {store}
          admin      {dev.Tokens.Admin}
          person     {dev.Tokens.Person}
          bot        {dev.Tokens.Bot}
          publisher  {dev.Tokens.Publisher}

        Try it: who am I, a webhook for new messages, and a message.
          curl -s {dev.BaseUrl}/v1/people/me {As(dev.Tokens.Person)}
          curl -s {dev.BaseUrl}/v1/webhooks {As(dev.Tokens.Person)} {Json} -d '{Webhook}'
          curl -s {dev.BaseUrl}/v1/events {As(dev.Tokens.Publisher)} {Json} -d '{Message}'

        """;

    private static string As(string token) => $"-H 'Authorization: Bearer {token}'";
}
