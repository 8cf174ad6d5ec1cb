using Ringback.Simulation.Databases;
using Ringback.Simulation.Defects;

namespace Ringback.Simulation;

/// <summary>The simulated installation on real databases: everything that holds in memory holds there, fault for fault.</summary>
public sealed class DatabaseTests(DatabaseFixture databases) : IClassFixture<DatabaseFixture>
{
    private const int MostSeeds = 30;

    [Theory]
    [InlineData("sqlite", 20)]
    [InlineData("postgres", 10)]
    public void Every_promise_is_kept_on_a_real_database(string store, int seeds)
    {
        var summary = new SeedSummary();
        var output = new StringWriter();

        SimulationCommand.Run(from: 1, seeds, summary, output, databases.Named(store));

        Assert.True(summary.Failed == 0, output.ToString());
        Assert.True(summary.Deaths.Sum() >= seeds, output.ToString());
    }

    [Theory]
    [InlineData("sqlite", Defect.DatabaseLosesPublishes, "The database gave")]
    [InlineData("sqlite", Defect.DatabaseLosesOutcomes, "The database gave")]
    [InlineData("sqlite", Defect.DatabaseLosesChanges, "The database gave")]
    [InlineData("sqlite", Defect.DatabaseTakesOutcomesOfTheDead, "The database gave")]
    [InlineData("sqlite", Defect.PublishNotWritten, "was acknowledged before it was durable")]
    [InlineData("sqlite", Defect.OutcomeNotWritten, "is not sent, though there is room")]
    [InlineData("sqlite", Defect.RowVanishes, "The database gave")]
    [InlineData("postgres", Defect.DatabaseLosesPublishes, "The database gave")]
    [InlineData("postgres", Defect.DatabaseLosesOutcomes, "The database gave")]
    [InlineData("postgres", Defect.DatabaseTakesOutcomesOfTheDead, "The database gave")]
    public void Defect_is_caught_on_a_real_database(string store, Defect defect, string objection)
    {
        var server = databases.Named(store);
        var others = new List<string>();
        for (var seed = 1; seed <= MostSeeds; seed++)
        {
            using var database = server.Make();
            using var world = new SimulatedWorld(seed, keepsTrace: false, defect, database);
            var violation = world.Run();
            if (violation?.Contains(objection, StringComparison.Ordinal) == true)
            {
                return;
            }

            others.Add(violation ?? "nothing");
        }

        Assert.Fail($"{MostSeeds} seeds, and what was caught is {string.Join(" ", others.Distinct().Take(10))}");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void Seed_gives_the_same_run_each_time_on_a_real_database(string store)
    {
        var first = SeedRange.Run(5, databases: databases.Named(store));

        var second = SeedRange.Run(5, databases: databases.Named(store));

        Assert.Null(first.Violation);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
    }

    [Fact]
    public void Command_line_replays_a_seed_on_a_real_database()
    {
        var output = new StringWriter();

        var exitCode = SimulationCommand.Run(["--store", "sqlite", "--seed", "3"], output);

        Assert.Equal(0, exitCode);
        Assert.Contains("every promise kept", output.ToString());
    }
}
