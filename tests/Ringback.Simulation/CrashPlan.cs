namespace Ringback.Simulation;

/// <summary>Where the process dies next, and where processes have died.</summary>
internal sealed class CrashPlan
{
    private CrashPoint? _point;
    private int _passes;

    /// <summary>How often a process died at each point.</summary>
    public int[] Deaths { get; } = new int[Enum.GetValues<CrashPoint>().Length];

    /// <summary>How often a process died between two pieces of work.</summary>
    public int DeathsBetween { get; private set; }

    /// <summary>After how many pieces of work the process dies; 0 for never.</summary>
    public int PiecesLeft { get; set; }

    /// <summary>The process dies when it passes a point for the n-th time from now.</summary>
    public void Arm(CrashPoint point, int passes) => (_point, _passes) = (point, passes);

    /// <summary>Nothing is planned any more.</summary>
    public void Disarm() => (_point, PiecesLeft) = (null, 0);

    /// <summary>Whether the process dies at this point, now.</summary>
    public bool DiesAt(CrashPoint point)
    {
        if (_point != point || --_passes > 0)
        {
            return false;
        }

        Disarm();
        Deaths[(int)point]++;
        return true;
    }

    /// <summary>Whether the process dies after this piece of work.</summary>
    public bool DiesBetween()
    {
        if (PiecesLeft == 0 || --PiecesLeft > 0)
        {
            return false;
        }

        Disarm();
        DeathsBetween++;
        return true;
    }
}
