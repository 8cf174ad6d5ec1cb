namespace Ringback.LoadTest.Sink;

/// <summary>What the sink does with a request once it has read the whole of it.</summary>
internal enum Behaviour
{
    /// <summary>Records the delivery and answers 200.</summary>
    Accept,

    /// <summary>Keeps the connection open and never answers.</summary>
    Hang,

    /// <summary>Answers one byte a second.</summary>
    Drip,

    /// <summary>Answers 503.</summary>
    Unavailable,

    /// <summary>Resets the connection.</summary>
    Reset,
}
