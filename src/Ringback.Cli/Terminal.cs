using Spectre.Console;

namespace Ringback.Cli;

/// <summary>Where tables and colours go.</summary>
internal static class Terminal
{
    private const int WidthOfFiles = 120;

    /// <summary>Whether a writer is a person's terminal.</summary>
    public static bool IsOne(TextWriter output) => output == Console.Out && !Console.IsOutputRedirected;

    /// <summary>A console over a writer: plain text of a fixed width unless that is a person's terminal.</summary>
    public static IAnsiConsole Over(TextWriter output)
    {
        var isTerminal = IsOne(output);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = isTerminal },    // they turn colours on in CI
        });
        console.Profile.Capabilities.Unicode = true;
        if (!isTerminal)
        {
            console.Profile.Width = WidthOfFiles;
        }

        return console;
    }
}
