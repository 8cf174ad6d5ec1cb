using System.Globalization;
using Ringback.Simulation.Time;

namespace Ringback.Simulation.Checks;

/// <summary>What happened, step by step: always a fingerprint of it, the lines only when somebody wants to read them.</summary>
internal sealed class Trace(Agenda agenda, bool isKept)
{
    private readonly List<string> _lines = [];

    /// <summary>Two runs of a seed have the same.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    /// <summary>How many steps there were.</summary>
    public int Count { get; private set; }

    /// <summary>The last lines.</summary>
    public IEnumerable<string> Last(int most) => _lines.Skip(Math.Max(0, _lines.Count - most));

    /// <summary>Adds a step.</summary>
    /// <param name="what">What happened, in words that do not change.</param>
    /// <param name="subject">The number of what it happened to.</param>
    /// <param name="detail">A number that says more.</param>
    /// <param name="text">What a reader would like to know beyond that; only called when lines are kept.</param>
    public void Add(string what, int subject, int detail = 0, Func<string>? text = null)
    {
        Count++;
        foreach (var letter in what)
        {
            Fingerprint = (Fingerprint ^ letter) * 1099511628211;
        }

        foreach (var part in (ReadOnlySpan<long>)[agenda.Now.Ticks, subject, detail])
        {
            Fingerprint = (Fingerprint ^ (ulong)part) * 1099511628211;
        }

        if (isKept)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"{agenda.Now:d\\.hh\\:mm\\:ss\\.ffffff} {what} {subject}{(detail == 0 ? "" : $"/{detail}")} {text?.Invoke()}"));
        }
    }
}
