namespace Ringback.Installation;

/// <summary>
/// How the files that this process may have open, connections among them, are shared out. Together the parts are no more than
/// the limit, so that whoever takes all of one part keeps nobody from another.
/// </summary>
/// <param name="Listening">For connections to the server.</param>
/// <param name="Receivers">For connections to receivers.</param>
/// <param name="Lookups">For asking name servers.</param>
/// <param name="Files">For the database, its log, libraries, and connections that are about to be closed.</param>
internal sealed record DescriptorShares(int Listening, int Receivers, int Lookups, int Files)
{
    private const int MostListening = 20_000;
    private const int FewestListening = 16;
    private const int MostReceivers = 10_000;
    private const int FewestReceivers = 8;
    private const int MostLookups = 512;
    private const int FewestLookups = 8;
    private const int PartForLookups = 4;
    // A process that has just started holds some 300: the runtime keeps two for each library that it has loaded.
    private const int FilesOfAll = 448;

    // A resolver has a socket for each name server that it asks in turn, and reads its files.
    private const int OfOneLookup = 2;

    /// <summary>Those of this process.</summary>
    public static DescriptorShares OfThisProcess { get; } = Of(DescriptorLimit.Current);

    /// <summary>How many lookups may run at once.</summary>
    public int MaxLookups => Lookups / OfOneLookup;

    /// <summary>What is neither for connections to the server nor to receivers.</summary>
    public int Rest => Lookups + Files;

    /// <summary>The shares of a limit; null for none.</summary>
    public static DescriptorShares Of(int? limit)
    {
        var left = (limit ?? int.MaxValue) - FilesOfAll;
        var lookups = Math.Clamp(left / PartForLookups, FewestLookups, MostLookups);
        left -= lookups;
        var listening = Math.Clamp(left / 2, FewestListening, MostListening);
        return new DescriptorShares(
            listening, Math.Clamp(left - listening, FewestReceivers, MostReceivers), lookups, FilesOfAll);
    }

    /// <summary>Why a process with a limit cannot have so many connections, as far as that is so; null when it can.</summary>
    public static string? Refuses(int? limit, string listeningSetting, int listening, string receiversSetting, int receivers) =>
        limit is { } most && Of(most).Rest is var rest && (long)listening + receivers + rest > most
            ? $"{listeningSetting} and {receiversSetting} must leave {rest} of the {most} files that the process may have open; "
                + $"they are {listening} and {receivers}."
            : null;
}
