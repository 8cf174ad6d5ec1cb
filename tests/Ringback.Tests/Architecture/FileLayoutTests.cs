namespace Ringback.Tests.Architecture;

/// <summary>The rules that keep a file small and easy to find.</summary>
public sealed class FileLayoutTests
{
    private const int LongestFile = 400;
    private const int LongestLine = 140;

    private static readonly string[] WithoutAType = ["Program", "AssemblyInfo"];

    private static IReadOnlyList<SourceFile> Files { get; } =
        RepositoryTree.CSharp(atLeast: 150, "src", "tests", "bench");

    [Fact]
    public void Files_are_short() => Complaints.None(Files
        .Where(file => file.Lines.Count > LongestFile)
        .Select(file => $"{file.Path} has {file.Lines.Count} lines; at most {LongestFile}"));

    [Fact]
    public void Lines_are_short() => Complaints.None(Files.SelectMany(file => file.Lines
        .Select((line, index) => (line.Length, Number: index + 1))
        .Where(line => line.Length > LongestLine)
        .Select(line => $"{file.Path}:{line.Number} has {line.Length} characters; at most {LongestLine}")));

    [Fact]
    public void File_holds_the_type_it_is_named_after() => Complaints.None(Files
        .Where(file => !WithoutAType.Contains(file.Subject))
        .Where(file => file.Types.Count(type => type.Name == file.Subject) != 1)
        .Select(file => $"{file.Path} does not declare {file.Subject} once"));

    [Fact]
    public void Other_types_in_a_file_are_tiny_companions() => Complaints.None(Files.SelectMany(file => file.Types
        .Where(type => type.Name != file.Subject && !type.IsCompanion)
        .Select(type => $"{file.Path}: {type.Kind} {type.Name}, {type.Lines} lines, needs a file of its own")));
}
