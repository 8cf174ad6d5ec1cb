namespace Ringback.Installation;

/// <summary>Something that is wrong with a request.</summary>
/// <param name="Field">The field that it is about, as <c>items[2].visibleTo</c>; empty when it is about the whole.</param>
/// <param name="Text">A sentence for the caller: the field, what came, what is allowed.</param>
internal readonly record struct Problem(string Field, string Text)
{
    /// <summary>A problem whose sentence begins with the name of the field.</summary>
    public static Problem Of(string field, string text) => new(field, $"{field} {text}");

    /// <summary>The same problem when the field's object is itself a part, as <c>items[2].</c>, of something.</summary>
    public Problem In(string path) => path.Length == 0 ? this : new(path + Field, path + Text);

    /// <summary>
    /// What was found by reading, then what was found by checking, without what only follows: a field of a wrong type was read
    /// as absent, and one sentence about it is enough.
    /// </summary>
    public static List<Problem> Join(IReadOnlyList<Problem> ofReading, IReadOnlyList<Problem> ofChecking)
    {
        var wrongType = ofReading.Select(problem => problem.Field).ToHashSet();
        return [.. ofReading, .. ofChecking.Where(problem => !wrongType.Contains(problem.Field))];
    }
}
