using System.Globalization;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Records;

namespace Ringback.Cli.Tokens;

/// <summary>How tokens are told on a terminal.</summary>
internal static class TokenWords
{
    /// <summary>The UUID inside a token's id, which a person can copy; any other id as it is.</summary>
    public static string ShortId(string id) =>
        WebexId.TryParse(id, WebexIdTypes.Token, out var uuid) ? uuid.ToString() : id;

    /// <summary>The id that the API wants, from a short one or itself.</summary>
    public static string FullId(string id) =>
        Guid.TryParse(id, out var uuid) ? WebexId.Create(WebexIdTypes.Token, uuid) : id;

    /// <summary>Whether and until when it works.</summary>
    public static string State(AccessToken token, DateTimeOffset now) => token switch
    {
        { RevokedAt: { } revoked } => $"revoked {Day(revoked)}",
        { ExpiresAt: { } expired } when expired <= now => $"expired {Day(expired)}",
        { ExpiresAt: { } expires } => $"until {Day(expires)}",
        _ => "works",
    };

    /// <summary>A time to the minute.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
