namespace Ringback.Server.Tests.Parity;

/// <summary>Settings of the server that bring it closer to Webex.</summary>
internal static class ProfileSettings
{
    /// <summary>How many requests a minute a token has.</summary>
    public static Dictionary<string, string?> RequestsPerMinute(int count) => new()
    {
        ["Ringback:RateLimit:RequestsPerMinute"] = count.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Exact Webex.</summary>
    public static Dictionary<string, string?> Webex() => new() { ["Ringback:Profile"] = "webex" };
}
