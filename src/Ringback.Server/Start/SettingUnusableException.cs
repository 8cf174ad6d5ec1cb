namespace Ringback.Server.Start;

/// <summary>Settings that cannot work. The message is one line for the person who starts the server.</summary>
public sealed class SettingUnusableException : Exception
{
    /// <summary>Makes one of the problems, a sentence for each setting.</summary>
    public SettingUnusableException(IEnumerable<string> problems)
        : base($"A setting is not allowed: {string.Join("; ", problems)}")
    {
    }
}
