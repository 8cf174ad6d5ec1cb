namespace Ringback.Webhooks.Registry;

/// <summary>What made a change; the numbers are stored.</summary>
internal enum ChangeCause
{
    /// <summary>A caller of the API: see the person, app and token.</summary>
    Caller = 0,

    /// <summary>Too many failures of the webhook's attempts.</summary>
    AutoDisable = 1,

    /// <summary>The receiver answered 410.</summary>
    Gone = 2,

    /// <summary>The receiver said so in a header of its answer.</summary>
    Receiver = 3,

    /// <summary>Whoever runs the installation, by a command.</summary>
    Administration = 4,
}
