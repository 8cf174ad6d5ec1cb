namespace Ringback.Simulation.Receivers;

/// <summary>How a receiver behaves at the moment.</summary>
internal enum Mood
{
    /// <summary>Answers 2xx within a few milliseconds.</summary>
    Fast,

    /// <summary>Answers 2xx after seconds.</summary>
    Slow,

    /// <summary>Answers a byte at a time: sometimes it is done in time, mostly not.</summary>
    Drips,

    /// <summary>Answers any of these by chance.</summary>
    Fickle,

    /// <summary>Answers 5xx.</summary>
    Fails,

    /// <summary>Answers 4xx.</summary>
    Refuses,

    /// <summary>Answers 3xx.</summary>
    Redirects,

    /// <summary>Answers 429 or 503 with a wait that may be anything.</summary>
    Lies,

    /// <summary>There is no server.</summary>
    Unreachable,

    /// <summary>Its address may not be called.</summary>
    Blocked,

    /// <summary>Does not answer.</summary>
    Hangs,

    /// <summary>Answers 410.</summary>
    Gone,
}
