namespace Ringback.Storage.Maintenance;

/// <summary>What a store is opened for; all but looking keep servers from it until it is closed.</summary>
internal enum StoreUse
{
    /// <summary>Only to read; a server may be at work.</summary>
    Look,

    /// <summary>To be copied: nothing changes it meanwhile.</summary>
    Source,

    /// <summary>To be filled; made when missing.</summary>
    Target,

    /// <summary>To have rows removed.</summary>
    Change,
}
