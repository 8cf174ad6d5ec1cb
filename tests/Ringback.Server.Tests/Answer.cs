namespace Ringback.Server.Tests;

/// <summary>What a <see cref="Receiver"/> answers.</summary>
internal sealed record Answer(int Status)
{
    /// <summary>Takes the callback and closes the connection without a word.</summary>
    public static readonly Answer HangUp = new(0);

    /// <summary>Header lines.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body.</summary>
    public string Body { get; init; } = "";

    /// <summary>Answers with a status.</summary>
    public static implicit operator Answer(int status) => new(status);
}
