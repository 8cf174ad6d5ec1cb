namespace Ringback.Simulation;

/// <summary>The life of a process.</summary>
internal enum ProcessState
{
    /// <summary>It loads what is durable; nobody can call it.</summary>
    Starting,

    /// <summary>It takes requests.</summary>
    Running,

    /// <summary>It finishes what is in flight.</summary>
    Stopping,

    /// <summary>It is gone: stopped, or dead.</summary>
    Ended,
}
