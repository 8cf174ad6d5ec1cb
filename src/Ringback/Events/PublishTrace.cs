using System.Diagnostics;

namespace Ringback.Events;

/// <summary>Traces publishing: an activity for the whole and one for the commit, while somebody listens.</summary>
internal static class PublishTrace
{
    /// <summary>The source of the activities.</summary>
    public const string SourceName = "Ringback.Events";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the activity of a publish; null when nobody wants it.</summary>
    public static Activity? StartPublish(int events) =>
        Source.StartActivity("publish")?.SetTag("ringback.publish.events", events);

    /// <summary>Begins the activity of its commit; null when nobody wants it.</summary>
    public static Activity? StartCommit() => Source.StartActivity("commit");

    /// <summary>
    /// What the deliveries of a publish continue, as a <c>traceparent</c>: the publish when it is traced here, else what
    /// the publisher sent; null for neither.
    /// </summary>
    public static string? Continuation(Activity? publish)
    {
        if (publish is not null)
        {
            return publish.Id;
        }

        // A request's activity is made even when nobody listens; then the publisher's own is worth passing on, not it.
        return Activity.Current?.ParentId is { } sent && ActivityContext.TryParse(sent, null, out _) ? sent : null;
    }
}
