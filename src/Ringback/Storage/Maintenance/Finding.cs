namespace Ringback.Storage.Maintenance;

/// <summary>What came of one check of a store.</summary>
/// <param name="Check">A word for programs.</param>
/// <param name="Rule">What has to be so, in words.</param>
/// <param name="Problems">How often it is not.</param>
/// <param name="Detail">What exactly is wrong, or an example; null when nothing is.</param>
internal sealed record Finding(string Check, string Rule, long Problems, string? Detail = null)
{
    /// <summary>Whether all is well.</summary>
    public bool IsFine => Problems == 0;
}
