using Ringback.Storage.Maintenance;
using Spectre.Console;

namespace Ringback.Cli.Store;

/// <summary>Shows how far a copy has come: bars on a terminal, else a line when a table is done.</summary>
internal static class CopyDisplay
{
    /// <summary>Runs a copy and shows it.</summary>
    public static async Task<IReadOnlyList<CopiedTable>> RunAsync(
        TextWriter output, Func<Action<CopyStep>, Task<IReadOnlyList<CopiedTable>>> copy)
    {
        if (!Terminal.IsOne(output))
        {
            return await copy(step => WriteLine(output, step));
        }

        var console = Terminal.Over(output);
        console.Profile.Capabilities.Interactive = true;
        return await console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bars = new Dictionary<(CopyStage, string), ProgressTask>();
                return await copy(step => Show(context, bars, step));
            });
    }

    private static void Show(ProgressContext context, Dictionary<(CopyStage, string), ProgressTask> bars, CopyStep step)
    {
        if (!bars.TryGetValue((step.Stage, step.Table), out var bar))
        {
            bar = context.AddTask($"{Word(step.Stage)} {step.Table}");
            bars.Add((step.Stage, step.Table), bar);
        }

        // A bar of nothing is full.
        bar.MaxValue = Math.Max(step.Total, 1);
        bar.Value = step.Total == 0 ? 1 : step.Rows;
    }

    private static void WriteLine(TextWriter output, CopyStep step)
    {
        if (step.Rows == step.Total && step.Stage == CopyStage.Copy)
        {
            output.WriteLine($"{Word(step.Stage)} {step.Table}: {step.Rows} rows");
        }
    }

    private static string Word(CopyStage stage) => stage switch
    {
        CopyStage.Copy => "Copied",
        CopyStage.VerifySource => "Read again",
        _ => "Compared",
    };
}
