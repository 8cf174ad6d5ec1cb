using System.Globalization;
using System.Net;
using Ringback.Delivery.Sending;

namespace Ringback.Delivery.Attempts;

/// <summary>How one attempt ended: by what the receiver did, or by what this server could not do.</summary>
internal abstract record AttemptOutcome
{
    private AttemptOutcome()
    {
    }

    /// <summary>The word for it in the attempt log, in metrics and in log lines.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether the callback was received.</summary>
    public bool IsDelivered => this is Delivered;

    /// <summary>The HTTP status that was answered; null when none was.</summary>
    public int? StatusCode => this switch
    {
        Delivered delivered => (int)delivered.Status,
        Rejected rejected => (int)rejected.Status,
        _ => null,
    };

    /// <summary>Why it failed, in words for the owner of the webhook; null after a success.</summary>
    public string? Describe() => this switch
    {
        Delivered => null,
        OwnFailure own => own.Fault.ToSentence(),
        Rejected { Status: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest } rejected =>
            $"The receiver answered {(int)rejected.Status}; redirects are not followed.",
        Rejected rejected => $"The receiver answered {(int)rejected.Status}.",
        TimedOut timedOut => timedOut.Reached switch
        {
            ExchangePart.Connecting => $"There was no connection within {Seconds(timedOut.After)} s.",
            ExchangePart.Waiting => $"There was no answer within {Seconds(timedOut.After)} s.",
            _ => $"The answer began, but was not complete within {Seconds(timedOut.After)} s.",
        },
        Unreachable unreachable => unreachable.Reason,
        Blocked blocked => $"The target may not be called: its address is {blocked.Rule}.",
        _ => throw new InvalidOperationException("An outcome without words."),
    };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The receiver answered 2xx.</summary>
    public sealed record Delivered(HttpStatusCode Status) : AttemptOutcome
    {
        /// <inheritdoc/>
        public override string Kind => "delivered";
    }

    /// <summary>The receiver answered with another status; a redirect is one of these, since none is followed.</summary>
    public sealed record Rejected(HttpStatusCode Status, TimeSpan? RetryAfter) : AttemptOutcome
    {
        /// <inheritdoc/>
        public override string Kind => "rejected";
    }

    /// <summary>The exchange was not over when its time was.</summary>
    public sealed record TimedOut(TimeSpan After) : AttemptOutcome
    {
        /// <summary>How far it had come.</summary>
        public ExchangePart Reached { get; init; } = ExchangePart.Waiting;

        /// <inheritdoc/>
        public override string Kind => "timed_out";
    }

    /// <summary>There was no HTTP answer: name not found, refused, reset, TLS failed, or not HTTP.</summary>
    public sealed record Unreachable(string Reason) : AttemptOutcome
    {
        /// <inheritdoc/>
        public override string Kind => "unreachable";
    }

    /// <summary>
    /// The target's address may not be called; nothing was sent. The owner is told the rule but not the address: what a
    /// name means inside this network is not theirs to learn.
    /// </summary>
    public sealed record Blocked(IPAddress Address, string Rule) : AttemptOutcome
    {
        /// <inheritdoc/>
        public override string Kind => "blocked";
    }

    /// <summary>
    /// It failed for a reason of this server's own, which says nothing about the receiver: it is tried again, and never
    /// counts against the webhook.
    /// </summary>
    public sealed record OwnFailure(OwnFault Fault) : AttemptOutcome
    {
        /// <inheritdoc/>
        public override string Kind => "own_failure";
    }
}
