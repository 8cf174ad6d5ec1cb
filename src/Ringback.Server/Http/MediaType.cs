namespace Ringback.Server.Http;

/// <summary>The media types that the API reads and answers.</summary>
internal static class MediaType
{
    /// <summary>What every route reads and answers.</summary>
    public const string Json = "application/json";

    /// <summary>JSON values, a line each, for publishers.</summary>
    public const string Ndjson = "application/x-ndjson";

    /// <summary>Plain text, for probes.</summary>
    public const string Text = "text/plain";
}
