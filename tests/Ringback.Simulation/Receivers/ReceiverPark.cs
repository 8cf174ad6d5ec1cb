using System.Globalization;

namespace Ringback.Simulation.Receivers;

/// <summary>All receivers; the first label of a host is the number of one.</summary>
internal sealed class ReceiverPark(Random chance, TimeSpan timeout)
{
    /// <summary>How many there are.</summary>
    public const int Count = 12;

    /// <summary>All of them.</summary>
    public IReadOnlyList<Receiver> All { get; } = [.. Enumerable.Range(0, Count).Select(_ => new Receiver(chance, timeout))];

    /// <summary>A URL of one of them.</summary>
    public static string UrlOf(int number, int path) =>
        string.Create(CultureInfo.InvariantCulture, $"https://{number}.receivers.test/{path}");

    /// <summary>The receiver of a URL.</summary>
    public Receiver At(Uri url) =>
        All[int.Parse(url.Host.AsSpan(0, url.Host.IndexOf('.', StringComparison.Ordinal)), CultureInfo.InvariantCulture)];
}
