namespace Ringback.Storage.Writing;

/// <summary>Where a writer runs, and how it waits.</summary>
internal interface IWriterLoop : IDisposable
{
    /// <summary>Starts the writer's work.</summary>
    /// <returns>Ends when it has ended.</returns>
    Task Start(Func<Task> run);

    /// <summary>Lets it look at its queue again.</summary>
    void Ring();

    /// <summary>Waits until somebody rings, or for a time.</summary>
    ValueTask WaitAsync(TimeSpan time);

    /// <summary>Waits for a time, whoever rings, unless it shall stop.</summary>
    ValueTask PauseAsync(TimeSpan time);

    /// <summary>Ends pauses, now and from now on.</summary>
    void Stop();
}
