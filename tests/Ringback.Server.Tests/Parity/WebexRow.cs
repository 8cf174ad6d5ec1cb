namespace Ringback.Server.Tests.Parity;

/// <summary>A row of the reference of Webex's behaviour, and how Ringback stands to it.</summary>
/// <param name="Section">The section, such as <c>2.1</c>.</param>
/// <param name="Name">The name within the section.</param>
/// <param name="Webex">What Webex does.</param>
internal sealed record WebexRow(string Section, string Name, string Webex)
{
    /// <summary>What Ringback has beyond Webex, and why; null when nothing.</summary>
    public string? Added { get; init; }

    /// <summary>What Ringback does otherwise, and why; null when nothing.</summary>
    public string? Differs { get; init; }
}
