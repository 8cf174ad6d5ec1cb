namespace Ringback.Server.Tests;

/// <summary>Holds the answers of a <see cref="Receiver"/> back until a test gives them.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource<Answer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer, once it is given.</summary>
    public Task<Answer> Answer => _answer.Task;

    /// <summary>Gives the answer.</summary>
    public void Open(Answer answer) => _answer.TrySetResult(answer);
}
