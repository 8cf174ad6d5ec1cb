using Ringback.Protocol.Contracts;

namespace Ringback.Cli.Demo;

/// <summary>A webhook of the demo: what is registered, and apart from that what it must get.</summary>
internal sealed record DemoWebhook
{
    /// <summary>The last part of its target's path.</summary>
    public required string Key { get; init; }

    /// <summary>Whose token registers it: <c>person</c>, <c>bot</c> or <c>admin</c>.</summary>
    public required string Creator { get; init; }

    /// <summary>What is registered, without the target.</summary>
    public required CreateWebhookRequest Request { get; init; }

    /// <summary>Which events it must get, of those that its owner sees; not the filter, but the same said in C#.</summary>
    public required Func<DemoEvent, bool> Wants { get; init; }

    /// <summary>How many of the first requests its endpoint answers with 503.</summary>
    public int Refusals { get; init; }

    /// <summary>Resource, event and filter, short.</summary>
    public string Watches => $"{Request.Resource} {Request.Event}{FilterInBrief}{(Request.OwnedBy == "org" ? ", of the org" : "")}";

    private string FilterInBrief => Request.Filter?.Split('=') switch
    {
        null => "",
        [var name, { Length: > 20 }] => $", {name}=…",
        _ => $", {Request.Filter}",
    };
}
