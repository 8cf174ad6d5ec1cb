using System.Diagnostics.Metrics;
using Ringback.Installation;
using Ringback.Storage;
using Ringback.Storage.Writing;

namespace Ringback.Tests.Storage.Writing;

public abstract partial class GroupCommitTests
{
    [Fact]
    public async Task Log_and_listener_that_throw_end_nothing()
    {
        await _writer.DisposeAsync();
        using var meters = new StubMeterFactory();
        var metrics = new StorageMetrics(meters);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, itself) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    itself.EnableMeasurementEvents(instrument);
                }
            },
        };
        var measured = 0;
        listener.SetMeasurementEventCallback<double>((_, _, _, _) =>
        {
            Interlocked.Increment(ref measured);
            throw new InvalidOperationException("a listener");
        });
        listener.Start();
        var log = new ThrowingLogger();
        _writer = Start(new WriterLimits { RetryRefused = TimeSpan.FromMilliseconds(1) }, metrics, log);
        var refused = new ScriptedWrite("refused") { IsOutcome = true, IsDefect = true };
        _writer.Enqueue(refused);
        _committer.FailNext(CommitFailure.Unknown, isCommitted: true);
        _committer.Answer(true);
        var writes = new[] { new ScriptedWrite("a", () => throw new InvalidOperationException("a defect")), new ScriptedWrite("b") };

        foreach (var write in writes)
        {
            await QueueAsync(write);
            Assert.Equal(1, await write.Over.WithinLimit());
        }

        refused.IsDefect = false;
        Assert.Equal(1, await refused.Over.WithinLimit());
        Assert.True(measured > 0);
        Assert.True(log.Said > 2);
    }

    [Fact]
    public async Task Defect_of_the_writer_itself_ends_nothing_and_says_that_nobody_knows()
    {
        _committer.FailNext(CommitFailure.Unavailable);
        _committer.IsDefect = true;
        var writes = await QueueTogetherAsync(new ScriptedWrite("a"), new ScriptedWrite("b"));

        foreach (var write in writes)
        {
            var said = await Assert.ThrowsAsync<StoreUnavailableException>(() => write.Over.WithinLimit());
            Assert.True(said.IsOutcomeUnknown);
        }

        var next = new ScriptedWrite("c");
        await QueueAsync(next);
        Assert.Equal(1, await next.Over.WithinLimit());
    }

    [Fact]
    public async Task Outcome_survives_a_defect_of_the_writer()
    {
        await _writer.DisposeAsync();
        _writer = Start(new WriterLimits { RetryRefused = TimeSpan.FromMilliseconds(1) });
        _committer.FailNext(CommitFailure.Unavailable);
        _committer.IsDefect = true;
        var outcome = new ScriptedWrite("outcome") { IsOutcome = true };

        _writer.Enqueue(outcome);

        Assert.Equal(1, await outcome.Over.WithinLimit());
    }

    [Fact]
    public async Task One_refused_write_is_found_by_halves()
    {
        var many = Enumerable.Range(0, 64).Select(i => new ScriptedWrite($"{i}") { IsDefect = i == 37 }).ToArray();
        var commits = 0;
        _committer.Before = () => commits++;

        await QueueTogetherAsync(many);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => many[37].Over.WithinLimit());
        await Task.WhenAll(many.Where(write => !write.IsDefect).Select(write => write.Over)).WithinLimit();

        Assert.InRange(commits, 1, 14);
        Assert.Equal(63, _committer.Batches.Sum(batch => batch.Length));
        Assert.All(many, write => Assert.Equal(1, write.Told));
    }
}
