using System.Globalization;
using System.Text;
using Ringback.HostNames;

namespace Ringback.Tests.HostNames;

/// <summary>Names mean the same host here as in a browser. How the file was made stands in the script beside it.</summary>
public class BrowserHostTests
{
    [Fact]
    public void Host_is_what_a_browser_makes_of_it()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "HostNames", "browser-hosts.txt");
        var wrong = new List<string>();
        var count = 0;
        foreach (var line in File.ReadLines(path))
        {
            var (written, expected) = (line.Split('\t')[0], line.Split('\t')[1]);
            var host = string.Concat(written.Split(' ').Select(code =>
                new Rune(int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString()));
            count++;
            var name = HostName.TryNormalize(host, out var found, out var problem) ? found : "-";
            if (name != expected)
            {
                wrong.Add($"{written}: {name} instead of {expected} ({problem})");
            }
        }

        Assert.InRange(count, 500, int.MaxValue);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count}:\n{string.Join('\n', wrong.Take(60))}");
    }
}
