using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.Api;

/// <summary>Request bodies that are right, for tests to change one thing in.</summary>
internal static class Sample
{
    /// <summary>A webhook for new messages, with changes; a null removes a field.</summary>
    public static string Webhook(object? changes = null) => Changed(
        new JsonObject
        {
            ["name"] = "sample",
            ["targetUrl"] = "https://example.com/hook",
            ["resource"] = "messages",
            ["event"] = "created",
        },
        changes);

    /// <summary>An event about a new message, with changes; a null removes a field.</summary>
    public static string Event(object? changes = null) => Changed(
        new JsonObject
        {
            ["resource"] = "messages",
            ["type"] = "created",
            ["data"] = new JsonObject { ["id"] = "m1", ["roomId"] = "r1" },
        },
        changes);

    private static string Changed(JsonObject sample, object? changes)
    {
        foreach (var (name, value) in JsonSerializer.SerializeToNode(changes ?? new { })!.AsObject().ToList())
        {
            if (value is null)
            {
                sample.Remove(name);
            }
            else
            {
                sample[name] = value.DeepClone();
            }
        }

        return sample.ToJsonString();
    }
}
