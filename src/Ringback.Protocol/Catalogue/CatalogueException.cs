namespace Ringback.Protocol.Catalogue;

/// <summary>A catalogue file that cannot be used; it names resource, field, what came and what is allowed.</summary>
public sealed class CatalogueException : Exception
{
    /// <summary>Makes the exception for one field.</summary>
    /// <param name="resource">The resource's name, or null when it is unknown.</param>
    /// <param name="field">The field's place in the file, such as <c>filters[0].kind</c>.</param>
    /// <param name="problem">What came and what is allowed.</param>
    /// <param name="cause">The exception behind it, when there is one.</param>
    public CatalogueException(string? resource, string field, string problem, Exception? cause = null)
        : base($"invalid catalogue: {Of(resource)}field '{field}': {problem}", cause)
    {
        Resource = resource;
        Field = field;
    }

    /// <summary>The resource that the problem is in; null when the problem is outside of any.</summary>
    public string? Resource { get; }

    /// <summary>The place of the problem, such as <c>filters[0].kind</c>.</summary>
    public string Field { get; }

    private static string Of(string? resource) => resource is null ? "" : $"resource '{resource}', ";
}
