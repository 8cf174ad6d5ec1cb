namespace Ringback.Filters;

/// <summary>What came of parsing a filter.</summary>
internal abstract record FilterParseResult
{
    private FilterParseResult() { }

    /// <summary>A filter that can be used.</summary>
    /// <param name="Filter">The filter; <see cref="WebhookFilter.None"/> when the text was absent or empty.</param>
    internal sealed record Parsed(WebhookFilter Filter) : FilterParseResult;

    /// <summary>A text that is no filter of the resource and event.</summary>
    /// <param name="Message">The problem, what came and what is allowed, for the caller to read.</param>
    internal sealed record Invalid(string Message) : FilterParseResult;
}
