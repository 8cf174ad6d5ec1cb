using System.Net;
using Ringback.Delivery.Attempts;

namespace Ringback.Simulation.Receivers;

/// <summary>A simulated receiver: what it does with a callback, and how long that takes.</summary>
internal sealed class Receiver(Random chance, TimeSpan timeout)
{
    private static readonly TimeSpan?[] Waits =
    [
        null, TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(90), TimeSpan.FromHours(2),
        TimeSpan.FromHours(12), TimeSpan.FromDays(400), TimeSpan.MaxValue, TimeSpan.FromSeconds(-30),
        TimeSpan.FromDays(-9000), TimeSpan.MinValue,
    ];

    /// <summary>How it behaves now.</summary>
    public Mood Mood { get; set; } = chance.Next(2) == 0 ? Mood.Fast : (Mood)chance.Next((int)Mood.Gone);

    /// <summary>What it does with the next callback.</summary>
    public (AttemptOutcome Outcome, TimeSpan After) Answer() =>
        Answer(Mood == Mood.Fickle ? (Mood)chance.Next((int)Mood.Gone) : Mood);

    private (AttemptOutcome Outcome, TimeSpan After) Answer(Mood mood) => mood switch
    {
        Mood.Slow => (Delivered(), TimeSpan.FromSeconds(1 + (chance.NextDouble() * (timeout.TotalSeconds - 1.1)))),
        Mood.Drips => chance.Next(3) == 0 ? (Delivered(), timeout - TimeSpan.FromMilliseconds(1)) : TimedOut(),
        Mood.Fails => (Rejected(chance.Next(500, 505), null), Soon()),
        Mood.Refuses => (Rejected(chance.Next(400, 406), null), Soon()),
        Mood.Redirects => (Rejected(chance.Next(301, 309), null), Soon()),
        Mood.Lies => (Rejected(chance.Next(2) == 0 ? 429 : 503, Waits[chance.Next(Waits.Length)]), Soon()),
        Mood.Unreachable => (new AttemptOutcome.Unreachable("The connection was refused."), Soon()),
        Mood.Blocked => (new AttemptOutcome.Blocked(IPAddress.Loopback, "loopback"), TimeSpan.Zero),
        Mood.Hangs => TimedOut(),
        Mood.Gone => (Rejected(410, null), Soon()),
        _ => (Delivered(), Soon()),
    };

    private (AttemptOutcome Outcome, TimeSpan After) TimedOut() => (new AttemptOutcome.TimedOut(timeout), timeout);

    private AttemptOutcome.Delivered Delivered() => new((HttpStatusCode)(200 + chance.Next(7)));

    private static AttemptOutcome.Rejected Rejected(int status, TimeSpan? retryAfter) => new((HttpStatusCode)status, retryAfter);

    private TimeSpan Soon() => TimeSpan.FromMilliseconds(0.2 + (chance.NextDouble() * (chance.Next(4) == 0 ? 200 : 10)));
}
