namespace Ringback.Server.Start;

/// <summary>Refuses settings that cannot work before anything is made of them, in one line that names each.</summary>
internal static class SettingsCheck
{
    /// <summary>Does nothing when all can work.</summary>
    /// <exception cref="SettingUnusableException">Some cannot.</exception>
    public static void Run(IConfiguration configuration)
    {
        var problems = OwnSettings.Problems(configuration)
            .Concat(ListenAddresses.Problems(configuration))
            .Concat(LogSettings.Problems(configuration))
            .Select(problem => problem.ReplaceLineEndings(" "))
            .ToList();
        if (problems.Count > 0)
        {
            throw new SettingUnusableException(problems);
        }
    }
}
