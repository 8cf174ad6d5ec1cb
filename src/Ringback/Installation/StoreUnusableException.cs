namespace Ringback.Installation;

/// <summary>
/// The store cannot be opened and trying again will not help: unwritable, corrupt, in use, or made by a newer
/// program. The message is one line for the person who starts the server.
/// </summary>
public sealed class StoreUnusableException : Exception
{
    /// <summary>Makes one with the line to show and its cause.</summary>
    public StoreUnusableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
