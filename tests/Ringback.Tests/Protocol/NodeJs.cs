using System.ComponentModel;
using System.Diagnostics;

namespace Ringback.Tests.Protocol;

/// <summary>Runs JavaScript where receivers run it.</summary>
internal static class NodeJs
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Runs the script once with this standard input and gives what it printed. Without Node.js the test is skipped, or
    /// fails when all tests are asked for.
    /// </summary>
    public static async Task<string> RunAsync(string script, string input, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var node = Start(script);
        var output = node.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = node.StandardError.ReadToEndAsync(limit.Token);

        await node.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
        node.StandardInput.Close();
        await node.WaitForExitAsync(limit.Token);

        Assert.True(node.ExitCode == 0, await errors);
        return await output;
    }

    private static Process Start(string script)
    {
        var start = new ProcessStartInfo("node", ["-e", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable("RINGBACK_TESTS") == "all")
        {
            throw new InvalidOperationException("RINGBACK_TESTS=all needs Node.js, but `node` is not on the path.");
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs Node.js; ./test installs it");
            throw;
        }
    }
}
