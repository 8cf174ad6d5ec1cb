using Microsoft.Extensions.Logging;
using Ringback.Installation;
using Ringback.Storage;
using Ringback.Storage.Writing;

namespace Ringback.Tests.Storage.Writing;

/// <summary>What becomes of writes when transactions fail, the same for every database: on a thread, and without one.</summary>
public abstract partial class GroupCommitTests : IAsyncLifetime
{
    private readonly ScriptedCommitter _committer = new();
    private GroupCommit<ScriptedWrite, string> _writer = null!;
    private int _lost;

    public ValueTask InitializeAsync()
    {
        _writer = Start(new WriterLimits());
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Write_is_told_once_that_it_is_committed()
    {
        var write = new ScriptedWrite("a");

        await QueueAsync(write);

        Assert.Equal(1, await write.Over.WithinLimit());
    }

    [Fact]
    public async Task Defect_of_one_write_fails_that_write_only()
    {
        var writes = await QueueTogetherAsync(
            new ScriptedWrite("a"), new ScriptedWrite("b") { IsDefect = true }, new ScriptedWrite("c"));

        await writes[0].Over.WithinLimit();
        await writes[2].Over.WithinLimit();

        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => writes[1].Over.WithinLimit())).IsRefused);
        Assert.Equal([["a"], ["c"]], _committer.Batches);
    }

    [Fact]
    public async Task Defect_after_the_commit_writes_nothing_again_and_stops_nobody()
    {
        var writes = await QueueTogetherAsync(
            new ScriptedWrite("a", () => throw new InvalidOperationException("a defect")), new ScriptedWrite("b"));

        await Task.WhenAll(writes.Select(write => write.Over)).WithinLimit();
        var next = new ScriptedWrite("c");
        await QueueAsync(next);
        await next.Over.WithinLimit();

        Assert.Equal([["a", "b"], ["c"]], _committer.Batches);
        Assert.All(writes, write => Assert.Equal(1, write.Told));
    }

    [Fact]
    public async Task Database_that_is_away_fails_who_waits_and_keeps_outcomes()
    {
        _committer.FailNext(CommitFailure.Unavailable);
        var writes = await QueueTogetherAsync(new ScriptedWrite("a"), new ScriptedWrite("b") { IsOutcome = true });

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => writes[0].Over.WithinLimit());
        await writes[1].Over.WithinLimit();

        Assert.False(refused.IsOutcomeUnknown);
        Assert.Equal([["b"]], _committer.Batches);
    }

    [Fact]
    public async Task Commit_of_unknown_outcome_that_was_committed_is_not_written_again()
    {
        _committer.FailNext(CommitFailure.Unknown, isCommitted: true);
        _committer.Answer(null, true);
        var writes = await QueueTogetherAsync(new ScriptedWrite("a"), new ScriptedWrite("b") { IsOutcome = true });

        await Task.WhenAll(writes.Select(write => write.Over)).WithinLimit();

        Assert.Equal([["a", "b"]], _committer.Batches);
        Assert.Equal(["fail a+b", "ask ", "ask True"], _committer.Steps);
    }

    [Fact]
    public async Task Commit_of_unknown_outcome_that_was_not_committed_is_written_again()
    {
        _committer.FailNext(CommitFailure.Unknown);
        _committer.Answer(false);
        var write = new ScriptedWrite("a");

        await QueueAsync(write);
        await write.Over.WithinLimit();

        Assert.Equal([["a"]], _committer.Batches);
    }

    [Fact]
    public async Task Who_waits_for_an_answer_is_told_after_a_while_and_the_write_is_asked_after_all_the_same()
    {
        await _writer.DisposeAsync();
        _writer = Start(new WriterLimits { WaitForAnswer = TimeSpan.Zero });
        _committer.FailNext(CommitFailure.Unknown, isCommitted: true);
        _committer.Answer(null, true);
        var write = new ScriptedWrite("a");

        await QueueAsync(write);

        var said = Assert.IsType<StoreUnavailableException>(await write.StoppedWaiting.WithinLimit());
        Assert.True(said.IsOutcomeUnknown);
        Assert.Equal(1, await write.Over.WithinLimit());
    }

    [Fact]
    public async Task Who_comes_while_the_database_is_asked_and_away_is_refused()
    {
        _committer.FailNext(CommitFailure.Unknown, isCommitted: true);
        var late = new ScriptedWrite("late");
        _committer.Answer([null, null, true]);
        _committer.Before = () =>
        {
            _committer.Before = () => { };
            _ = _writer.EnqueueAsync(late, CancellationToken.None).AsTask();
        };

        await QueueAsync(new ScriptedWrite("a"));

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => late.Over.WithinLimit());
        Assert.False(refused.IsOutcomeUnknown);
    }

    [Fact]
    public async Task Stop_while_nobody_knows_says_that_nobody_knows()
    {
        _committer.FailNext(CommitFailure.Unknown);
        _committer.Answer([.. Enumerable.Repeat((bool?)null, 1000)]);
        var write = new ScriptedWrite("a") { IsOutcome = true };

        await QueueAsync(write);
        await _writer.DisposeAsync();

        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => write.Over.WithinLimit())).IsOutcomeUnknown);
    }

    [Fact]
    public async Task Deadlock_is_tried_again_at_once()
    {
        _committer.FailNext(CommitFailure.Contended);
        var write = new ScriptedWrite("a");

        await QueueAsync(write);

        Assert.Equal(1, await write.Over.WithinLimit());
    }

    [Fact]
    public async Task Outcome_that_cannot_be_written_is_set_aside_and_written_when_it_can_be()
    {
        await _writer.DisposeAsync();
        _writer = Start(new WriterLimits { RetryRefused = TimeSpan.FromMilliseconds(1) });
        var outcome = new ScriptedWrite("outcome") { IsOutcome = true, IsDefect = true };
        var other = new ScriptedWrite("other");
        _writer.Enqueue(outcome);
        await QueueAsync(other);
        await other.Over.WithinLimit();

        outcome.IsDefect = false;

        Assert.Equal(1, await outcome.Over.WithinLimit());
    }

    [Fact]
    public async Task Loss_fails_everything_and_is_told_once()
    {
        _committer.FailNext(CommitFailure.Lost);
        var writes = await QueueTogetherAsync(new ScriptedWrite("a"), new ScriptedWrite("b") { IsOutcome = true });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => writes[0].Over.WithinLimit());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => writes[1].Over.WithinLimit());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => QueueAsync(new ScriptedWrite("c")));
        await _writer.DisposeAsync();

        Assert.Equal(1, _lost);
    }

    [Fact]
    public async Task Read_that_fails_stops_nobody()
    {
        _writer.EnqueueRead(_ => throw new InvalidOperationException("a defect"));
        var write = new ScriptedWrite("a");

        await QueueAsync(write);

        await write.Over.WithinLimit();
    }

    [Fact]
    public async Task Read_sees_what_was_queued_before_it()
    {
        var seen = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _writer.Enqueue(new ScriptedWrite("a") { IsOutcome = true });

        _writer.EnqueueRead(_ =>
        {
            seen.SetResult(_committer.Batches.Count);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(1, await seen.Task.WithinLimit());
    }

    [Fact]
    public async Task Commit_does_not_wait_for_all_the_pages_that_are_to_be_read()
    {
        var write = new ScriptedWrite("a");
        var readBefore = 0;
        using var reading = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        for (var i = 0; i < 2000; i++)
        {
            _writer.EnqueueRead(_ =>
            {
                reading.Set();
                begun.Wait();
                Thread.SpinWait(5_000);
                readBefore += write.Over.IsCompleted ? 0 : 1;
                return ValueTask.CompletedTask;
            });
        }

        reading.Wait(TestContext.Current.CancellationToken);
        await QueueAsync(write);
        begun.Set();
        await write.Over.WithinLimit();
        await _writer.DisposeAsync();

        Assert.InRange(readBefore, 1, 1999);
    }

    [Fact]
    public async Task Stop_leaves_no_read_without_an_answer()
    {
        var answers = 0;
        var reads = Enumerable.Range(0, 100).ToList();
        reads.ForEach(_ => _writer.EnqueueRead(session =>
        {
            answers++;
            return ValueTask.CompletedTask;
        }));

        await _writer.DisposeAsync();
        _writer.EnqueueRead(session =>
        {
            Assert.Null(session);
            answers++;
            return ValueTask.CompletedTask;
        });

        Assert.Equal(101, answers);
    }

    [Fact]
    public async Task Publisher_waits_for_room_that_other_publishers_take_and_not_for_outcomes_or_with_what_takes_none()
    {
        await _writer.DisposeAsync();
        _writer = Start(new WriterLimits { WaitingBytes = 100 });
        using var go = new ManualResetEventSlim();
        _committer.Before = go.Wait;
        var (first, third) = (new ScriptedWrite("a") { Bytes = 60 }, new ScriptedWrite("c") { Bytes = 60 });
        _writer.Enqueue(new ScriptedWrite("outcome") { IsOutcome = true, Bytes = 1000 });
        await QueueAsync(first).WithinLimit();

        var waiting = QueueAsync(third);
        await QueueAsync(new ScriptedWrite("probe")).WithinLimit();
        Assert.False(waiting.IsCompleted);
        go.Set();

        await waiting.WithinLimit();
        await third.Over.WithinLimit();
    }

    private protected abstract IWriterLoop Loop();

    private GroupCommit<ScriptedWrite, string> Start(
        WriterLimits limits, StorageMetrics? metrics = null, ILogger? logger = null) =>
        new(_committer, Loop(), limits, metrics, logger, () => Interlocked.Increment(ref _lost));

    private Task QueueAsync(ScriptedWrite write) => _writer.EnqueueAsync(write, CancellationToken.None).AsTask();

    /// <summary>Queues writes while another one is being committed, so that they are one batch.</summary>
    private async Task<ScriptedWrite[]> QueueTogetherAsync(params ScriptedWrite[] writes)
    {
        using var begun = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var first = new ScriptedWrite("first", () =>
        {
            begun.Set();
            go.Wait();
        });
        var failures = _committer.Suspend();
        await QueueAsync(first);
        begun.Wait(TestContext.Current.CancellationToken);
        foreach (var write in writes)
        {
            await QueueAsync(write);
        }

        _committer.Batches.Clear();
        _committer.Steps.Clear();
        failures.ForEach(_committer.Resume);
        go.Set();
        await first.Over.WithinLimit();
        return writes;
    }
}
