using System.Text.RegularExpressions;

namespace Ringback.Tests.Architecture;

/// <summary>What a log line is known by: whoever searches a log, or alerts on it, must find one kind of line and no other.</summary>
public sealed partial class LogEventTests
{
    private static IReadOnlyList<(string Path, string Attribute)> Messages { get; } =
        [.. RepositoryTree.Paths("*.cs", atLeast: 100, "src").SelectMany(path => LoggerMessage()
            .Matches(RepositoryTree.Read(path)).Select(match => (path, match.Value)))];

    [Fact]
    public void Log_lines_have_an_id_of_their_own() => EachItsOwn(EventId());

    [Fact]
    public void Log_lines_have_a_name_of_their_own() => EachItsOwn(EventName());

    private static void EachItsOwn(Regex pattern)
    {
        Assert.True(Messages.Count >= 12, $"{Messages.Count} log lines were found");
        Complaints.None(Messages.Where(message => !pattern.IsMatch(message.Attribute))
            .Select(message => $"{message.Path}: {message.Attribute} lacks one"));
        Complaints.None(Messages.GroupBy(message => pattern.Match(message.Attribute).Groups["value"].Value)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} is used in {string.Join(", ", group.Select(message => message.Path))}"));
    }

    [GeneratedRegex("""\[LoggerMessage\((?:[^"\]]|"(?:[^"\\]|\\.)*")*\]""")]
    private static partial Regex LoggerMessage();

    [GeneratedRegex(@"\bEventId = (?<value>\d+)\b")]
    private static partial Regex EventId();

    [GeneratedRegex(@"\bEventName = ""(?<value>[a-z0-9_.]+)""")]
    private static partial Regex EventName();
}
