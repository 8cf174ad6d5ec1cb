namespace Ringback.Delivery.Attempts;

/// <summary>What is said of a fault of our own: a word that never changes, and a sentence.</summary>
internal static class OwnFaultWords
{
    /// <summary>The word for programs.</summary>
    public static string ToWord(this OwnFault fault) => fault switch
    {
        OwnFault.NameServer => "name_server_unavailable",
        OwnFault.Network => "network_unavailable",
        OwnFault.Firewall => "connection_forbidden",
        OwnFault.Descriptors => "out_of_descriptors",
        OwnFault.Ports => "out_of_ports",
        OwnFault.Memory => "out_of_memory",
        OwnFault.Busy => "server_busy",
        OwnFault.Bug => "internal_error",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    /// <summary>The sentence for the webhook's owner, who must not look for the fault at the receiver.</summary>
    public static string ToSentence(this OwnFault fault) => fault switch
    {
        OwnFault.NameServer => Say("no name server gave an answer"),
        OwnFault.Network => Say("this server has no route to the receiver's network"),
        OwnFault.Firewall => Say("a firewall on this server's machine forbids the connection"),
        OwnFault.Descriptors => Say("this server may open no more connections"),
        OwnFault.Ports => Say("this server's machine has no free port for another connection"),
        OwnFault.Memory => Say("this server is out of memory"),
        OwnFault.Busy => Say("this server was too busy with other callbacks"),
        OwnFault.Bug => Say("there was an error in this server"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static string Say(string reason) =>
        $"The callback could not be sent: {reason}. This does not count against the webhook.";
}
