namespace Ringback.Delivery.Attempts;

/// <summary>What was wrong with this machine or this server when an attempt could not be made.</summary>
internal enum OwnFault
{
    /// <summary>No name server gave a usable answer.</summary>
    NameServer,

    /// <summary>The machine has no way to the network of the address.</summary>
    Network,

    /// <summary>A firewall of this machine forbade the connection.</summary>
    Firewall,

    /// <summary>The process may open no more files or connections.</summary>
    Descriptors,

    /// <summary>The machine has no port left for a connection.</summary>
    Ports,

    /// <summary>There was not enough memory.</summary>
    Memory,

    /// <summary>The attempt waited for other attempts of this server until its time was over.</summary>
    Busy,

    /// <summary>A defect of this server.</summary>
    Bug,
}
