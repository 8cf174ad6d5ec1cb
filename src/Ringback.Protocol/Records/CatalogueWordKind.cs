namespace Ringback.Protocol.Records;

/// <summary>The kinds of words that a catalogue has.</summary>
public enum CatalogueWordKind
{
    /// <summary>The names of all resources.</summary>
    Resource,

    /// <summary>The events of all resources.</summary>
    Event,
}
