using System.Globalization;

namespace Ringback.LoadTest;

/// <summary>What Linux says about a process.</summary>
internal static class ProcessFigures
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    /// <summary>User and system time so far.</summary>
    public static TimeSpan CpuTime(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture)
            + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>The most memory that was ever resident, in MiB.</summary>
    public static double PeakMemory(int processId) => Memory(processId, "VmHWM:");

    /// <summary>The memory that is resident now, in MiB.</summary>
    public static double ResidentMemory(int processId) => Memory(processId, "VmRSS:");

    private static double Memory(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status")
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture) / 1024;
    }
}
