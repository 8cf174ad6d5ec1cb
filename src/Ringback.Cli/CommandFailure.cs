using System.CommandLine;
using Ringback.Client;
using Ringback.Installation;

namespace Ringback.Cli;

/// <summary>Something that a user can put right: told in one line, without a stack trace.</summary>
internal sealed class CommandFailure(string message) : Exception(message)
{
    private const string Unreachable =
        " Start a server with 'ringback serve', or say where it is with --url or RINGBACK_URL.";

    /// <summary>Runs a command's action, and turns what a user can put right into a line and an exit code.</summary>
    public static async Task<int> ReportAsync(ParseResult parsed, Func<Task> action)
    {
        try
        {
            await action();
            return ExitCodes.Success;
        }
        catch (Exception error) when (Describe(error) is { } line)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"ringback: {line}");
            return ExitCodes.Failure;
        }
    }

    /// <summary>The line; null for a bug, whose stack trace is wanted.</summary>
    public static string? Describe(Exception error) => error switch
    {
        CommandFailure => error.Message,
        RingbackException { InnerException: HttpRequestException } => error.Message + Unreachable,
        RingbackException { Descriptions.Count: > 1 } refused => string.Join("; ", refused.Descriptions),
        RingbackException => error.Message,
        StoreUnusableException => error.Message,
        OperationCanceledException => "Stopped.",
        _ => null,
    };
}
