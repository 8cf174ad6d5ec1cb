using System.Collections.Frozen;

namespace Ringback.Protocol.Catalogue;

/// <summary>The resources that webhooks can be registered for, their events, filters and data. Immutable.</summary>
public sealed class WebhookCatalogue
{
    /// <summary>The name that stands for several resources, or for several events of a resource.</summary>
    public const string All = "all";

    private static readonly Lazy<WebhookCatalogue> Embedded = new(ReadEmbedded);

    private readonly FrozenDictionary<string, CatalogueResource> _byName;

    internal WebhookCatalogue(IReadOnlyList<CatalogueResource> resources)
    {
        Resources = resources;
        Wildcards = [.. resources.Where(resource => resource.IsWildcard)];
        _byName = resources.ToFrozenDictionary(resource => resource.Name, StringComparer.Ordinal);
    }

    /// <summary>What Webex offers; read once from the data inside this assembly.</summary>
    public static WebhookCatalogue Webex => Embedded.Value;

    /// <summary>Every resource, those that stand for others included.</summary>
    public IReadOnlyList<CatalogueResource> Resources { get; }

    /// <summary>The resources that stand for others: <c>all</c>, and those of a custom file.</summary>
    public IReadOnlyList<CatalogueResource> Wildcards { get; }

    /// <summary>Adds the resources of a custom file (docs/catalogue.md) to those of another catalogue.</summary>
    /// <exception cref="CatalogueException">The file is not JSON, or not a catalogue.</exception>
    public static WebhookCatalogue Load(Stream custom, WebhookCatalogue basis)
    {
        ArgumentNullException.ThrowIfNull(custom);
        ArgumentNullException.ThrowIfNull(basis);

        return new WebhookCatalogue(CatalogueReader.Read(custom, basis.Resources));
    }

    /// <summary>The same without the events that Webex's resources have here and not there.</summary>
    public WebhookCatalogue WithoutAdditions() => new([.. Resources.Select(resource => resource.WithoutAdditions())]);

    /// <summary>The resource of that name, or null.</summary>
    public CatalogueResource? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The resource, or those that it covers when it is <c>all</c>; none when it is unknown.</summary>
    public IReadOnlyList<CatalogueResource> Expand(string resource) => Find(resource) switch
    {
        null => [],
        { IsWildcard: true } wildcard => [.. wildcard.Covers.Select(name => _byName[name])],
        var itself => [itself],
    };

    /// <summary>The event, or those that <c>all</c> stands for; none when the resource does not have it.</summary>
    public IReadOnlyList<string> ExpandEvent(string resource, string eventName) => Find(resource) switch
    {
        { } known when eventName == All => known.EventsOfAll,
        { } known when known.AcceptsEvent(eventName) => [eventName],
        _ => [],
    };

    private static WebhookCatalogue ReadEmbedded()
    {
        using var stream = typeof(WebhookCatalogue).Assembly.GetManifestResourceStream("catalogue.json")
            ?? throw new InvalidOperationException("The assembly has no catalogue.json.");

        return new WebhookCatalogue(CatalogueReader.Read(stream, []));
    }
}
