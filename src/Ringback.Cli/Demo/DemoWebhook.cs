using Ringback.Protocol.Records;

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

    /// <summary>Which events it must get, of those that its owner sees: the filter, said again in C#.</summary>
    public required Func<DemoEvent, bool> Wants { get; init; }

    /// <summary>How many of the first requests its endpoint answers with 503.</summary>
    public int Refusals { get; init; }

    /// <summary>Resource and event, the names of what it filters by, and whether it is the org's: in brief.</summary>
    public string Watches
    {
        get
        {
            var filters = Request.Filter?.Split('&').Select(term => term.Split('=')[0]) ?? [];
            var owner = Request.OwnedBy is { } word ? $", {word}" : "";
            return string.Join(", ", filters.Prepend($"{Request.Resource} {Request.Event}")) + owner;
        }
    }
}
