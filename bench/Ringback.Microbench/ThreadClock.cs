using System.Runtime.InteropServices;
using Perfolizer.Horology;

namespace Ringback.Microbench;

/// <summary>
/// The CPU time of the thread that asks: on a machine that is shared, it does not count the time of others.
/// </summary>
internal sealed partial class ThreadClock : IClock
{
    private const int ClockThreadCpuTimeId = 3;
    private const long NanosecondsPerSecond = 1_000_000_000;

    public string Title => "CPU time of the thread";

    public bool IsAvailable => OperatingSystem.IsLinux();

    public Frequency Frequency { get; } = new(NanosecondsPerSecond);

    public long GetTimestamp()
    {
        _ = ReadClock(ClockThreadCpuTimeId, out var time);
        return (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
