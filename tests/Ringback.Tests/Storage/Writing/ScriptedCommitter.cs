using Ringback.Storage.Writing;

namespace Ringback.Tests.Storage.Writing;

/// <summary>A database of lists, which fails as a test wants.</summary>
internal sealed class ScriptedCommitter : ICommitter<ScriptedWrite, string>
{
    private readonly Queue<Failure> _failures = [];
    private readonly Queue<bool?> _answers = [];

    /// <summary>The batches that were committed.</summary>
    public List<string[]> Batches { get; } = [];

    /// <summary>What was done, in order.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>Called before a batch is committed.</summary>
    public Action Before { get; set; } = () => { };

    /// <summary>Fails the next batch.</summary>
    /// <param name="failure">As what.</param>
    /// <param name="isCommitted">Whether it is committed all the same.</param>
    public void FailNext(CommitFailure failure, bool isCommitted = false) => _failures.Enqueue(new Failure(failure, isCommitted));

    /// <summary>Fails nothing until <see cref="Resume"/>; what was to fail.</summary>
    public List<Failure> Suspend()
    {
        var failures = _failures.ToList();
        _failures.Clear();
        return failures;
    }

    /// <summary>Fails as it was to.</summary>
    public void Resume(Failure failure) => _failures.Enqueue(failure);

    /// <summary>What the database says to the next questions; null when it cannot be reached.</summary>
    public void Answer(params bool?[] answers) => Array.ForEach(answers, _answers.Enqueue);

    public ValueTask CommitAsync(IReadOnlyList<ScriptedWrite> writes)
    {
        Before();
        var names = writes.Select(write => write.Name).ToArray();
        if (writes.FirstOrDefault(write => write.IsDefect) is { } defect)
        {
            throw new InvalidCastException($"{defect.Name} cannot be written.");
        }

        if (_failures.TryDequeue(out var failure))
        {
            Steps.Add($"fail {string.Join('+', names)}");
            if (failure.IsCommitted)
            {
                Batches.Add(names);
            }

            throw new ScriptedException(failure.As);
        }

        Steps.Add($"commit {string.Join('+', names)}");
        Batches.Add(names);
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether the committer itself has a defect, which shows once, when a commit fails.</summary>
    public bool IsDefect { get; set; }

    public ValueTask<CommitFailure> JudgeAsync(Exception error)
    {
        if (IsDefect)
        {
            IsDefect = false;
            throw new InvalidOperationException("a defect");
        }

        return ValueTask.FromResult(error is ScriptedException scripted ? scripted.Failure : CommitFailure.Refused);
    }

    public ValueTask<bool> WasCommittedAsync()
    {
        var answer = _answers.Dequeue();
        Steps.Add($"ask {answer}");
        return ValueTask.FromResult(answer ?? throw new ScriptedException(CommitFailure.Unavailable));
    }

    public ValueTask<string?> SessionAsync() => ValueTask.FromResult<string?>("session");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>How a batch fails.</summary>
    public sealed record Failure(CommitFailure As, bool IsCommitted);

    private sealed class ScriptedException(CommitFailure failure) : Exception($"{failure}")
    {
        public CommitFailure Failure => failure;
    }
}
