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
        Assert.All(summary.Deaths, deaths => Assert.NotEqual(0, deaths));
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
    public void Command_line_replays_a_seed_with_its_steps()
    {
        var output = new StringWriter();

        var exitCode = SimulationCommand.Run(["--seed", "3"], output);

        Assert.Equal(0, exitCode);
        Assert.Contains(" committed delivery 1/", output.ToString());
        Assert.Contains("every promise kept", output.ToString());
    }
}
