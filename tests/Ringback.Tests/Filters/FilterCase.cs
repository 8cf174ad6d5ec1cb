using Ringback.Filters;
using Ringback.Protocol.Catalogue;

namespace Ringback.Tests.Filters;

/// <summary>A filter of the catalogue with data that matches it and data that does not.</summary>
internal sealed record FilterCase(string Resource, string Event, string Filter, string Matching, string Other)
{
    /// <summary>Parses the filter; fails the test when it is refused.</summary>
    public WebhookFilter Parse()
    {
        var resource = WebhookCatalogue.Webex.Find(Resource)!;
        return Assert.IsType<FilterParseResult.Parsed>(WebhookFilter.Parse(Filter, resource, Event, true)).Filter;
    }
}
