using Ringback.Simulation.Defects;

namespace Ringback.Simulation;

/// <summary>No check is vacuous: each objection is raised against an engine that has the defect it is there for.</summary>
public sealed class DefectTests
{
    private const int MostSeeds = 150;

    [Theory]
    [InlineData(Defect.InFlightLimitTooHigh, "callbacks in flight; its limit is")]
    [InlineData(Defect.TooManySlots, "slots are held of kind FirstTry")]
    [InlineData(Defect.TooFewSlots, "a slot is idle")]
    [InlineData(Defect.LadderTooSlow, "right is")]
    [InlineData(Defect.LadderTooShort, "so it is Retrying and not Failed")]
    [InlineData(Defect.JitterTooWide, "right is")]
    [InlineData(Defect.RetryAfterIgnored, "right is 11:59:59.9990000 to 12:00:00.")]
    [InlineData(Defect.MemoryUnbounded, "are in memory; the limit is")]
    [InlineData(Defect.PagesTooLarge, "deliveries; a page has")]
    [InlineData(Defect.DisablesLate, "did not disable webhook")]
    [InlineData(Defect.DisablesEarly, "against the rule")]
    [InlineData(Defect.HealthNotSaved, "did not disable webhook")]
    [InlineData(Defect.NeverProbes, "callbacks in flight; its limit is 1.")]
    [InlineData(Defect.LaneTakesTwoTurns, "was given a second slot while webhook")]
    [InlineData(Defect.PublishNotWritten, "was acknowledged before it was durable")]
    [InlineData(Defect.DeliversUnwritten, "whose delivery was never committed")]
    [InlineData(Defect.PublishNotAnswered, "was never answered")]
    [InlineData(Defect.OutcomeNotWritten, "was sent when 0 were recorded")]
    [InlineData(Defect.OutcomeNotWritten, "was sent twice without a crash")]
    [InlineData(Defect.OutcomeNotQueued, "outcomes wait for their commit; the scheduler counts")]
    [InlineData(Defect.OutcomeNotQueuedAtStop, "A stop in good order lost the outcome")]
    [InlineData(Defect.OutcomeOfOtherRow, "met no row")]
    [InlineData(Defect.RowVanishes, "is left over")]
    [InlineData(Defect.PageLacksRow, "is not sent, though there is room")]
    [InlineData(Defect.PageTooEarly, "was sent before it was due")]
    [InlineData(Defect.PageWithoutEnd, "does not come to rest")]
    [InlineData(Defect.SweepFindsNothing, "is not sent, though there is room")]
    [InlineData(Defect.InactiveIsDropped, "is not deleted")]
    [InlineData(Defect.InactiveIsIgnored, "is inactive or deleted")]
    [InlineData(Defect.DisablingIsIgnored, "is being disabled")]
    [InlineData(Defect.ActiveIsIgnored, "is not sent, though there is room")]
    [InlineData(Defect.TargetIsOld, "with an old URL or secret")]
    [InlineData(Defect.SendsTwice, "was sent while another is in flight")]
    [InlineData(Defect.AttemptMiscounted, "was sent when 0 were recorded")]
    [InlineData(Defect.OutcomeMistaken, "it was timed_out")]
    [InlineData(Defect.SlotKept, "callbacks are in flight; the scheduler counts")]
    [InlineData(Defect.SenderThrows, "The engine logged an error")]
    [InlineData(Defect.OwnerShareTooLarge, "slots, more than its share")]
    [InlineData(Defect.OrgShareTooLarge, "The org holds")]
    [InlineData(Defect.SlowShareTooLarge, "slots are held of kind Slow")]
    [InlineData(Defect.ReceiverLimitTooHigh, "callbacks in flight; its limit is")]
    [InlineData(Defect.OwnerTakesTwoTurns, "was given a second slot while owner")]
    [InlineData(Defect.ForgottenIsDropped, "is not deleted")]
    [InlineData(Defect.SlotLostByException, "callbacks are in flight; the scheduler counts")]
    public void Defect_is_caught(Defect defect, string objection)
    {
        var others = new List<string>();
        for (var seed = 1; seed <= MostSeeds; seed++)
        {
            using var world = new SimulatedWorld(seed, keepsTrace: false, defect);
            var violation = world.Run();
            if (violation?.Contains(objection, StringComparison.Ordinal) == true)
            {
                return;
            }

            others.Add(violation ?? "nothing");
        }

        Assert.Fail($"{MostSeeds} seeds, and what was caught is {string.Join(" ", others.Distinct().Take(10))}");
    }

    [Fact]
    public void Every_defect_is_tried()
    {
        var tests = new[]
        {
            typeof(DefectTests).GetMethod(nameof(Defect_is_caught))!,
            typeof(DatabaseTests).GetMethod(nameof(DatabaseTests.Defect_is_caught_on_a_real_database))!,
        };

        var tried = tests.SelectMany(test => test.GetCustomAttributes(typeof(InlineDataAttribute), false))
            .SelectMany(data => ((InlineDataAttribute)data).Data.OfType<Defect>());

        Assert.Equal(Enum.GetValues<Defect>().Skip(1), tried.Distinct().Order());
    }
}
