using System.Diagnostics;
using Ringback.Installation;

namespace Ringback.Storage.Writing;

/// <summary>
/// Commits a batch, and goes on until it is known what became of it: a commit that may have been done is asked after, never guessed.
/// </summary>
/// <param name="committer">Commits a batch, and is asked after it.</param>
/// <param name="loop">How the writer waits between two tries.</param>
/// <param name="limits">For how long who waits for an answer waits.</param>
/// <param name="telemetry">What it says and measures.</param>
/// <param name="refuseWaiting">Called when the database does not answer; whether to go on asking.</param>
internal sealed class KnownCommit<TWrite, TSession>(
    ICommitter<TWrite, TSession> committer, IWriterLoop loop, WriterLimits limits, WriterTelemetry telemetry,
    Func<Exception, bool> refuseWaiting)
    where TWrite : QueuedWrite
    where TSession : class
{
    private const int MaxTriesInContention = 3;

    /// <summary>Commits, and says why it cannot; null when it is committed.</summary>
    public async ValueTask<CommitProblem?> TryAsync(List<TWrite> writes)
    {
        for (var tries = 1; ; tries++)
        {
            var started = Stopwatch.GetTimestamp();
            CommitProblem? problem = null;
            try
            {
                await committer.CommitAsync(writes);
            }
            catch (Exception error)
            {
                // Whatever it is, the writer has to go on.
                problem = new CommitProblem(await committer.JudgeAsync(error), error);
            }

            telemetry.Ended(writes.Count, Stopwatch.GetElapsedTime(started), isCommitted: problem is null);
            if (problem is { Failure: CommitFailure.Unknown })
            {
                problem = await AskAsync(writes, problem.Error);
                writes.ForEach(write => write.IsAnswerLost = problem is null);
            }

            if (problem?.Failure != CommitFailure.Contended || tries == MaxTriesInContention)
            {
                return problem;
            }
        }
    }

    /// <summary>
    /// Asks what became of a transaction until that is known. Null when it was committed; else it was not, and may be tried again,
    /// or the writer is stopped first.
    /// </summary>
    private async ValueTask<CommitProblem?> AskAsync(List<TWrite> writes, Exception error)
    {
        telemetry.Asking(writes.Count, error);
        var unknown = new StoreUnavailableException("The database went away while it was committing.", error)
        {
            IsOutcomeUnknown = true,
        };
        var since = limits.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await committer.WasCommittedAsync() ? null : new CommitProblem(await WhyNotAsync(error), error);
            }
            catch (Exception again)
            {
                if (await committer.JudgeAsync(again) == CommitFailure.Lost)
                {
                    return new CommitProblem(CommitFailure.Lost, unknown);
                }
            }

            if (limits.Time.GetElapsedTime(since) >= limits.WaitForAnswer)
            {
                writes.ForEach(write => StopWaiting(write, unknown));
            }

            if (!refuseWaiting(error))
            {
                return new CommitProblem(CommitFailure.Unknown, unknown);
            }

            await loop.PauseAsync(WriterLimits.PauseAfterFailure);
        }
    }

    /// <summary>Now that nothing was committed: what cannot be written at all is refused, the rest is tried again.</summary>
    private async ValueTask<CommitFailure> WhyNotAsync(Exception error) =>
        await committer.JudgeAsync(error) == CommitFailure.Refused ? CommitFailure.Refused : CommitFailure.Contended;

    private void StopWaiting(TWrite write, Exception error)
    {
        try
        {
            write.StopWaiting(error);
        }
        catch (Exception defect)
        {
            telemetry.Defect(defect);
        }
    }
}
