namespace Ringback.Delivery.Health;

/// <summary>
/// The failures of a webhook that may yet disable it. Webex disables a webhook after 100 failed attempts within five
/// minutes; one that was made active again within five minutes of that is on probation, and its next failure disables it
/// again (developer.webex.com, webhooks guide). Only the scheduler touches it, under its lock.
/// </summary>
internal sealed class WebhookHealth
{
    // A webhook with little traffic may fail twice in a week: that is not yet a receiver that is gone.
    private const int MinFailuresOfTooLong = 20;

    private readonly Queue<DateTimeOffset> _failures = new();
    private DateTimeOffset? _failingSince;
    private int _failedSince;

    /// <summary>When the webhook was last disabled; null when it never was, or when that no longer matters.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>Whether the next failure disables it.</summary>
    public bool IsOnProbation { get; private set; }

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsClean => _failures.Count == 0 && DisabledAt is null && !IsOnProbation && _failingSince is null;

    /// <summary>Whether it was last disabled because it had failed for too long, however seldom.</summary>
    public bool HasFailedForTooLong { get; private set; }

    /// <summary>What was kept of an earlier process.</summary>
    public static WebhookHealth Restore(HealthRecord record)
    {
        var health = new WebhookHealth { DisabledAt = record.DisabledAt, IsOnProbation = record.IsOnProbation };
        (health._failingSince, health._failedSince) = (record.FailingSince, record.FailedSince);
        foreach (var failure in record.Failures)
        {
            health._failures.Enqueue(failure);
        }

        return health;
    }

    /// <summary>Counts a failed attempt; true when it disables the webhook.</summary>
    public bool Fail(DateTimeOffset now, DeliveryOptions options)
    {
        DropOld(now, options);
        _failures.Enqueue(now);
        CountFailing(now, options);

        // Disabled lately and attempted all the same: the store could not make it inactive, or the process died before.
        var wasDisabled = now - DisabledAt <= options.DisableWindow;
        HasFailedForTooLong = _failedSince >= MinFailuresOfTooLong && now - _failingSince >= options.DisableAfterFailingFor;
        if (!IsOnProbation && !wasDisabled && !HasFailedForTooLong && _failures.Count < options.DisableAfterFailures)
        {
            return false;
        }

        Disable(now);
        return true;
    }

    /// <summary>Notes that the webhook was disabled, by its failures or by a 410.</summary>
    public void Disable(DateTimeOffset now)
    {
        _failures.Clear();
        Recover();
        IsOnProbation = false;
        DisabledAt = now;
    }

    /// <summary>
    /// Counts an attempt that was received: it ends a probation, and the failures before it no longer count unless the
    /// options say that they do.
    /// </summary>
    public void Succeed(DateTimeOffset now, DeliveryOptions options)
    {
        if (options.ForgiveAfterSuccess)
        {
            _failures.Clear();
        }
        else
        {
            DropOld(now, options);
        }

        Recover();
        IsOnProbation = false;
        DisabledAt = null;
    }

    /// <summary>Notes that the webhook was made active again.</summary>
    public void Reactivate(DateTimeOffset now, DeliveryOptions options)
    {
        IsOnProbation = DisabledAt is { } disabledAt && now - disabledAt <= options.DisableWindow;
        DisabledAt = IsOnProbation ? DisabledAt : null;
        _failures.Clear();
        Recover();
    }

    /// <summary>What the store keeps.</summary>
    public HealthRecord ToRecord(Guid webhookId) => new(webhookId, [.. _failures], DisabledAt, IsOnProbation)
    {
        FailingSince = _failingSince,
        FailedSince = _failedSince,
    };

    private void CountFailing(DateTimeOffset now, DeliveryOptions options)
    {
        if (options.DisableAfterFailingFor is not null)
        {
            // A beginning in the future is from before the clock was set back.
            _failingSince = _failingSince <= now ? _failingSince : now;
            _failedSince++;
        }
    }

    private void Recover() => (_failingSince, _failedSince) = (null, 0);

    private void DropOld(DateTimeOffset now, DeliveryOptions options)
    {
        // Those of the future are from before the clock was set back: they would keep all after them.
        while (_failures.TryPeek(out var oldest) && (now - oldest > options.DisableWindow || oldest > now))
        {
            _failures.Dequeue();
        }
    }
}
