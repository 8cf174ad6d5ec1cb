namespace Ringback.Server.Dev;

/// <summary>What <c>serve --dev</c> prints: where it is, the tokens, and three lines to try.</summary>
internal static class DevBanner
{
    /// <summary>The text.</summary>
    public static string Text(DevFile dev) => $$$"""

        Ringback for development: {{{dev.BaseUrl}}}/v1
          admin      {{{dev.Tokens.Admin}}}
          person     {{{dev.Tokens.Person}}}
          bot        {{{dev.Tokens.Bot}}}
          publisher  {{{dev.Tokens.Publisher}}}

        Try it: who am I, a webhook for new messages, and a message.
          curl -s {{{dev.BaseUrl}}}/v1/people/me -H 'Authorization: Bearer {{{dev.Tokens.Person}}}'
          curl -s {{{dev.BaseUrl}}}/v1/webhooks -H 'Authorization: Bearer {{{dev.Tokens.Person}}}' -H 'Content-Type: application/json' -d '{"name":"first","targetUrl":"http://127.0.0.1:8080/","resource":"messages","event":"created","secret":"shh"}'
          curl -s {{{dev.BaseUrl}}}/v1/events -H 'Authorization: Bearer {{{dev.Tokens.Publisher}}}' -H 'Content-Type: application/json' -d '{"resource":"messages","type":"created","data":{"id":"m1","roomId":"r1","roomType":"group","text":"hello"}}'

        """;
}
