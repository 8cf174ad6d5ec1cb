namespace Ringback.Simulation.Store;

/// <summary>How well the store works at the moment; it outlives the processes that use it.</summary>
internal sealed class StoreWeather
{
    /// <summary>Whether no transaction can be committed.</summary>
    public bool CommitsFail { get; set; }

    /// <summary>Whether no page can be read.</summary>
    public bool PagesFail { get; set; }

    /// <summary>Whether the lanes cannot be searched.</summary>
    public bool SearchesFail { get; set; }

    /// <summary>When something last failed.</summary>
    public TimeSpan LastFailure { get; set; } = TimeSpan.FromDays(-1);
}
