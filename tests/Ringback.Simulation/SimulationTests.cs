namespace Ringback.Simulation;

/// <summary>Runs the simulator's default seeds as a test, and shows that a seed always gives the same run.</summary>
public sealed class SimulationTests
{
    [Fact]
    public void Every_promise_is_kept_over_three_days_whatever_500_seeds_do_and_wherever_the_process_dies()
    {
        var summary = new SeedSummary();
        var output = new StringWriter();

        SimulationCommand.Run(from: 1, count: 500, summary, output);

        Assert.True(summary.Failed == 0, output.ToString());
        Assert.All(summary.Counts, count => Assert.NotEqual(0, count));
        Assert.All(summary.Deaths, deaths => Assert.NotEqual(0, deaths));
    }

    [Fact]
    public void Every_promise_is_kept_while_the_clock_jumps_back_an_hour_and_forward_a_day()
    {
        var reports = new List<SeedReport>();

        SeedRange.Run(from: 1001, count: 20, reports.Add, hasClockJumps: true);

        Assert.All(reports, report => Assert.Null(report.Violation));
        Assert.True(reports.Sum(report => report.Counts[Array.IndexOf(SeedReport.Counted, "clock jumps")]) > 20);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Seed_gives_the_same_run_each_time(int seed)
    {
        var first = SeedRange.Run(seed);

        var second = SeedRange.Run(seed);

        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(first.Counts, second.Counts);
    }

    [Fact]
    public void Different_seeds_give_different_runs()
    {
        var runs = Enumerable.Range(7, 5).Select(seed => SeedRange.Run(seed).Fingerprint);

        Assert.Equal(5, runs.Distinct().Count());
    }

    [Fact]
    public void Command_line_replays_a_seed_with_its_steps()
    {
        var output = new StringWriter();

        var exitCode = SimulationCommand.Run(["--seed", "3"], output);

        Assert.Equal(0, exitCode);
        Assert.Contains(" committed delivery 1/", output.ToString());
        Assert.Contains("every promise kept", output.ToString());
    }

    [Fact]
    public void Command_line_runs_a_range_of_seeds()
    {
        var output = new StringWriter();

        var exitCode = SimulationCommand.Run(["--seeds", "2", "--from", "30"], output);

        Assert.Equal(0, exitCode);
        Assert.Contains("2 seeds of 3 days, 0 failed", output.ToString());
    }
}
