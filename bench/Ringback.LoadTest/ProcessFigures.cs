using System.Globalization;

namespace Ringback.LoadTest;

/// <summary>What Linux says about a process.</summary>
internal static class ProcessFigures
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    /// <summary>User and system time so far.</summary>
    public static TimeSpan CpuTime(int processId) => Ticks(Fields($"/proc/{processId}/stat")!, 11);

    /// <summary>The same of a process and of its children, those that have ended included.</summary>
    public static TimeSpan CpuTimeOfTree(int processId)
    {
        var total = TimeSpan.Zero;
        foreach (var path in Directory.EnumerateDirectories("/proc").Where(IsProcess).Select(folder => $"{folder}/stat"))
        {
            if (Fields(path) is { } fields && (fields[1] == $"{processId}" || path == $"/proc/{processId}/stat"))
            {
                total += Ticks(fields, 11) + (fields[1] == $"{processId}" ? TimeSpan.Zero : Ticks(fields, 13));
            }
        }

        return total;
    }

    /// <summary>The most memory that was ever resident, in MiB.</summary>
    public static double PeakMemory(int processId) => Memory(processId, "VmHWM:");

    /// <summary>The memory that is resident now, in MiB.</summary>
    public static double ResidentMemory(int processId) => Memory(processId, "VmRSS:");

    private static bool IsProcess(string folder) => char.IsAsciiDigit(folder[^1]);

    // What follows the name: the state, the parent, and so on; null when the process has ended.
    private static string[]? Fields(string path)
    {
        try
        {
            var stat = File.ReadAllText(path);
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static TimeSpan Ticks(string[] fields, int first) => TimeSpan.FromSeconds(
        (long.Parse(fields[first], CultureInfo.InvariantCulture) + long.Parse(fields[first + 1], CultureInfo.InvariantCulture))
        / TicksPerSecond);

    private static double Memory(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status")
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture) / 1024;
    }
}
