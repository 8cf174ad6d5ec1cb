using System.Reflection;

namespace Ringback.Tests.Architecture;

/// <summary>The files of this repository, as they lie on the disk of whoever built the tests.</summary>
internal static class RepositoryTree
{
    private static readonly string[] Generated = ["artifacts", "bin", "obj", "node_modules"];

    private static string Root { get; } = typeof(RepositoryTree).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;

    /// <summary>The C# files under some folders; fails on too few, as a search gone wrong finds none.</summary>
    public static IReadOnlyList<SourceFile> CSharp(int atLeast, params IEnumerable<string> folders) =>
        [.. Paths("*.cs", atLeast, folders)
            .Select(path => new SourceFile(path, File.ReadAllLines(Path.Combine(Root, path))))];

    /// <summary>The paths from the root, with slashes, of the files under some folders that fit a pattern.</summary>
    public static IReadOnlyList<string> Paths(string pattern, int atLeast, params IEnumerable<string> folders)
    {
        List<string> paths = [.. folders.SelectMany(folder => Find(folder, pattern)).Order(StringComparer.Ordinal)];
        Assert.True(
            paths.Count >= atLeast,
            $"{paths.Count} files {pattern} under {Root} in {string.Join(", ", folders)}; at least {atLeast} expected");
        return paths;
    }

    /// <summary>The text of a file, by its path from the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Whether there is a file or folder of this path from the root.</summary>
    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static IEnumerable<string> Find(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Intersect(Generated).Any());
}
