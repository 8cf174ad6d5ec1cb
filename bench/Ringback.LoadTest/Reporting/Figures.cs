using System.Collections;

namespace Ringback.LoadTest.Reporting;

/// <summary>The results of one run, in the order in which they are shown: texts, numbers, or rows of figures.</summary>
internal sealed class Figures : IEnumerable<KeyValuePair<string, object>>
{
    private readonly List<KeyValuePair<string, object>> _all = [];

    /// <summary>Deliveries that were promised and never came.</summary>
    public long Lost => _all.Where(figure => figure.Key == "lost").Sum(figure => Convert.ToInt64(figure.Value))
        + _all.Select(figure => figure.Value)
            .OfType<IReadOnlyList<Figures>>()
            .SelectMany(rows => rows)
            .Sum(row => row.Lost);

    public void Add(string name, string value) => _all.Add(new(name, value));

    public void Add(string name, long value) => _all.Add(new(name, value));

    public void Add(string name, double value) => _all.Add(new(name, Rounded(value)));

    public void Add(string name, IReadOnlyList<Figures> rows) => _all.Add(new(name, rows));

    /// <summary>The median of each measured number over the runs; of counts (lost, duplicates), the worst.</summary>
    public static Figures Median(IReadOnlyList<Figures> runs)
    {
        var median = new Figures();
        for (var i = 0; i < runs[0]._all.Count; i++)
        {
            var name = runs[0]._all[i].Key;
            var values = runs.Select(run => run._all[i].Value).ToList();
            median._all.Add(new(name, values[0] switch
            {
                double => Middle(values.Cast<double>()),
                long => values.Cast<long>().Max(),
                IReadOnlyList<Figures> rows => Rows(values.Cast<IReadOnlyList<Figures>>().ToList(), rows.Count),
                var text => text,
            }));
        }

        return median;
    }

    /// <summary>These figures with a text before them.</summary>
    public Figures After(string name, string value)
    {
        var figures = new Figures { { name, value } };
        figures._all.AddRange(_all);
        return figures;
    }

    /// <summary>Each measured number as a share of another's; 0 where that was nothing.</summary>
    public Figures DividedBy(Figures other)
    {
        var ratios = new Figures();
        foreach (var (name, value) in _all)
        {
            if (value is double number && other._all.Find(figure => figure.Key == name).Value is double divisor)
            {
                ratios.Add(name, divisor == 0 ? 0 : number / divisor);
            }
        }

        return ratios;
    }

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static List<Figures> Rows(List<IReadOnlyList<Figures>> runs, int count)
        => [.. Enumerable.Range(0, count).Select(row => Median([.. runs.Select(run => run[row])]))];

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return Rounded((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2);
    }

    // JSON has no word for "nothing was measured", which is what a division by zero means here.
    private static double Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 3) : 0;
}
