using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Ringback.Cli.Demo;

/// <summary>Tells the demo to a person.</summary>
internal sealed class DemoReport(TextWriter output)
{
    private const int MostProblems = 10;
    private const int WidthWithDetails = 108;

    private readonly IAnsiConsole _console = Terminal.Over(output);

    /// <summary>Says where things are.</summary>
    public void Started(Uri server, string receiver)
    {
        _console.WriteLine();
        _console.MarkupLineInterpolated(
            $"[bold]Ringback demo[/]: events in, signed callbacks out, everything checked.");
        _console.WriteLine();
        _console.MarkupLineInterpolated($"  server    {server} [grey](its data in a temporary folder)[/]");
        _console.MarkupLineInterpolated($"  receiver  {receiver}");
    }

    /// <summary>Says what is about to happen.</summary>
    public void Registered(int webhooks, int events)
    {
        var waits = string.Join(", ", DemoServer.RetryWaits.Select(Seconds));
        _console.MarkupLineInterpolated($"  webhooks  {webhooks} registered by POST /v1/webhooks");
        _console.MarkupLineInterpolated($"  events    {events} published by POST /v1/events, singly and in batches");
        _console.MarkupLineInterpolated(
            $"  retries   after {waits} s to keep this short [grey](default 5 s to 12 h)[/]");
        _console.WriteLine();
    }

    /// <summary>Shows what came, and whether all is well.</summary>
    public void Ended(DemoOutcome outcome)
    {
        _console.Write(TableOf(outcome.Figures));
        if (outcome.Sample is { } sample)
        {
            _console.WriteLine();
            _console.MarkupLine("[bold]One of them, as it came:[/]");
            _console.WriteLine();
            Show(sample);
        }

        _console.WriteLine();
        Conclude(outcome);
    }

    /// <summary>Says how to use what goes on.</summary>
    public void Kept(Uri server, string tokensFile)
    {
        _console.WriteLine();
        output.WriteLine($"  Serving on  {server}");
        output.WriteLine($"  tokens in   {tokensFile}");
        output.WriteLine($"  stop with   Ctrl-C, or kill {Environment.ProcessId}; the data goes with it");
        _console.WriteLine();
    }

    /// <summary>Shows a callback in a line.</summary>
    public void Received(ReceivedCallback callback) => output.WriteLine(
        $"{callback.At.UtcDateTime:HH:mm:ss}  {callback.RequestLine}  {Encoding.UTF8.GetString(callback.Body)}");

    private Table TableOf(IReadOnlyList<DeliveryFigures> figures)
    {
        var isWide = _console.Profile.Width >= WidthWithDetails;
        var table = new Table().HorizontalBorder().BorderColor(Color.Grey).AddColumn("Webhook");
        if (isWide)
        {
            table.AddColumn("Watches");
        }

        foreach (var number in (string[])["Matched", "Delivered", "Retried", "p50 ms", "p99 ms"])
        {
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap().PadLeft(0));
        }

        foreach (var row in figures)
        {
            table.AddRow(Cells(row, isWide));
        }

        return table;
    }

    private static IEnumerable<Text> Cells(DeliveryFigures row, bool isWide)
    {
        yield return new Text(row.Webhook.Request.Name!);
        if (isWide)
        {
            yield return new Text(row.Webhook.Watches, Color.Grey);
        }

        foreach (var number in (int[])[row.Matched, row.Delivered, row.Retried])
        {
            yield return new Text(number.ToString(CultureInfo.InvariantCulture));
        }

        yield return new Text(Milliseconds(row.Median));
        yield return new Text(Milliseconds(row.P99));
    }

    // Not through the console, which would break long lines.
    private void Show(ReceivedCallback callback)
    {
        output.WriteLine(callback.RequestLine);
        foreach (var (name, value) in callback.Headers)
        {
            output.WriteLine($"{name}: {value}");
        }

        output.WriteLine();
        output.WriteLine(Encoding.UTF8.GetString(callback.Body));
    }

    private void Conclude(DemoOutcome outcome)
    {
        if (outcome.Holds)
        {
            var what = $"All {outcome.Expected} callbacks came once, signed and correct; nothing else came.";
            _console.MarkupLineInterpolated($"[green]✔ {what}[/] [grey]{Seconds(outcome.Took)} s[/]");
            return;
        }

        foreach (var problem in outcome.Problems.Take(MostProblems))
        {
            _console.MarkupLineInterpolated($"[red]✘[/] {problem}");
        }

        if (outcome.Problems.Count > MostProblems)
        {
            _console.WriteLine($"  … and {outcome.Problems.Count - MostProblems} more");
        }

        _console.MarkupLineInterpolated(
            $"[red]✘ It does not hold: {outcome.Problems.Count} problems with {outcome.Expected} callbacks.[/]");
    }

    private static string Milliseconds(TimeSpan? time) =>
        time?.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) ?? "–";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);
}
