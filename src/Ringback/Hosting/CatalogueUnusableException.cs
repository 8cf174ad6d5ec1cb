namespace Ringback.Hosting;

/// <summary>
/// The catalogue file cannot be read, or is none. The message is one line for the person who starts the server.
/// </summary>
public sealed class CatalogueUnusableException : Exception
{
    /// <summary>Makes one for a file.</summary>
    public CatalogueUnusableException(string path, string reason, Exception inner)
        : base($"The catalogue {path} cannot be used: {reason.ReplaceLineEndings(" ").TrimEnd('.')}.", inner)
    {
    }
}
