namespace Ringback.Server.Http;

/// <summary>Which web pages may call the API from a browser.</summary>
internal sealed class CrossOriginOptions
{
    /// <summary>The section of the configuration that holds these settings.</summary>
    public const string SectionName = "Ringback";

    /// <summary>
    /// The origins of these pages, as <c>https://app.example.com</c>; one value may list several, with commas. Default <c>*</c>:
    /// all, since a caller shows a token, and never a cookie.
    /// </summary>
    public IReadOnlyList<string> CorsOrigins { get; set; } = ["*"];
}
