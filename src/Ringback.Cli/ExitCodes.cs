namespace Ringback.Cli;

/// <summary>What the program's exit codes mean.</summary>
internal static class ExitCodes
{
    /// <summary>It did what was asked.</summary>
    public const int Success = 0;

    /// <summary>It could not, and said why on standard error.</summary>
    public const int Failure = 1;
}
