using Ringback.Protocol.Records;

namespace Ringback.Cli.Demo;

/// <summary>Holds what was received against what should have been: each callback once, nothing else.</summary>
internal sealed class DeliveryCheck(IReadOnlyList<Registration> registrations, IReadOnlyList<DemoEvent> events)
{
    private readonly Dictionary<string, Registration> _byKey =
        registrations.ToDictionary(registration => registration.Plan.Key);

    private readonly Dictionary<string, DemoEvent> _byId = events.ToDictionary(happened => happened.Id);

    /// <summary>The webhook and event of every callback that must come.</summary>
    public IReadOnlyList<(Registration To, DemoEvent Of)> Expected { get; } =
    [
        .. from registration in registrations
           from happened in events
           where registration.Expects(happened)
           select (registration, happened),
    ];

    /// <summary>Everything that is not as it should be, a line each; empty when all is well.</summary>
    public IReadOnlyList<string> Problems(
        IReadOnlyList<ReceivedCallback> callbacks, IReadOnlyList<PublishedEvent> published) =>
    [
        .. events.SelectMany(happened => PublishProblems(happened, published)),
        .. callbacks.SelectMany(CallbackProblems),
        .. Expected.SelectMany(expected => CountProblems(expected.To, expected.Of, callbacks)),
        .. registrations.SelectMany(registration => RetryProblems(registration, callbacks)),
    ];

    private IEnumerable<string> PublishProblems(DemoEvent happened, IReadOnlyList<PublishedEvent> published)
    {
        var expected = Expected.Count(delivery => delivery.Of == happened);
        var answers = published.Where(answer => answer.Id == happened.Id).ToList();
        if (answers is not [{ Duplicate: false, Matched: var matched }])
        {
            yield return $"{happened.What} was not acknowledged once ({happened.Id})";
        }
        else if (matched != expected)
        {
            yield return $"{happened.What} matched {matched} webhooks, not {expected} ({happened.Id})";
        }
    }

    private IEnumerable<string> CallbackProblems(ReceivedCallback callback)
    {
        var to = _byKey.GetValueOrDefault(callback.Key);
        var of = _byId.GetValueOrDefault(callback.EventId ?? "");
        if (to is null || of is null || !to.Expects(of))
        {
            yield return $"{callback.Key}: {of?.What ?? "something"} came that should not ({callback.EventId})";
            yield break;
        }

        if (!callback.RequestLine.StartsWith("POST ", StringComparison.Ordinal)
            || callback.Header("Content-Type") != "application/json")
        {
            yield return Line("not a POST of application/json");
        }

        if (EnvelopeCheck.Problem(callback, to.Webhook, of) is { } wrongBody)
        {
            yield return Line(wrongBody);
        }

        if (SignatureCheck.Problem(callback, to.Plan.Request.Secret!) is { } wrongSignature)
        {
            yield return Line(wrongSignature);
        }

        string Line(string problem) => $"{callback.Key}: {of.What} had {problem} ({of.Id})";
    }

    private static IEnumerable<string> CountProblems(
        Registration to, DemoEvent of, IReadOnlyList<ReceivedCallback> callbacks)
    {
        var tries = callbacks.Where(callback => callback.Key == to.Plan.Key && callback.EventId == of.Id).ToList();
        var accepted = tries.Count(callback => callback.IsAccepted);
        if (accepted != 1)
        {
            yield return accepted == 0
                ? $"{to.Plan.Key}: {of.What} never came ({of.Id})"
                : $"{to.Plan.Key}: {of.What} came {accepted} times ({of.Id})";
        }

        if (tries.Select(callback => callback.Header("webhook-id")).Distinct().Count() > 1)
        {
            yield return $"{to.Plan.Key}: {of.What} changed its webhook-id between tries ({of.Id})";
        }
    }

    private static IEnumerable<string> RetryProblems(Registration to, IReadOnlyList<ReceivedCallback> callbacks)
    {
        var ids = callbacks.Where(callback => callback.Key == to.Plan.Key && callback.IsAccepted)
            .Select(callback => callback.Header("webhook-id")).ToList();
        if (ids.Distinct().Count() != ids.Count)
        {
            yield return $"{to.Plan.Key}: two callbacks had the same webhook-id";
        }

        var refused = callbacks.Count(callback => callback.Key == to.Plan.Key && !callback.IsAccepted);
        if (refused != to.Plan.Refusals)
        {
            yield return $"{to.Plan.Key}: {refused} callbacks were refused, not {to.Plan.Refusals}";
        }
    }
}
