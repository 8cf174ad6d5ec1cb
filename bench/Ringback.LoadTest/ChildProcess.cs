using System.Diagnostics;

namespace Ringback.LoadTest;

/// <summary>This program once more, as a process that obeys what comes in over its standard input.</summary>
internal static class ChildProcess
{
    public static ProcessStartInfo Of(string command)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        start.ArgumentList.Add(command);
        return start;
    }
}
