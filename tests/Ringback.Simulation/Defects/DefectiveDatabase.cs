using Ringback.Simulation.Store;

namespace Ringback.Simulation.Defects;

/// <summary>Defects of a database: it says that it has committed what it has not.</summary>
internal static class DefectiveDatabase
{
    /// <summary>Whether a write is lost.</summary>
    public static bool Loses(StoreWrite write, Defect defect) => defect switch
    {
        Defect.DatabaseLosesPublishes => write.Queued == CrashPoint.PublishQueued,
        Defect.DatabaseLosesOutcomes => write.Queued == CrashPoint.OutcomeQueued,
        Defect.DatabaseLosesChanges => write.Queued == CrashPoint.ChangeQueued,
        _ => false,
    };
}
