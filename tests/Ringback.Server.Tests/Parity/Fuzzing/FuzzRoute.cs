using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>An operation that exists, or might.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path, with <c>{id}</c> where a parameter stands.</param>
/// <param name="Bodies">Bodies that are right for it; none when it takes none.</param>
/// <param name="Queries">The names of its parameters in the query.</param>
/// <param name="Weight">How often it is asked, beside the others.</param>
internal sealed record FuzzRoute(
    string Method, string Path, IReadOnlyList<JsonNode> Bodies, IReadOnlyList<string> Queries, int Weight)
{
    /// <summary>Whether it reads one event for each line too.</summary>
    public bool ReadsLines { get; init; }

    /// <summary>One that the description does not tell.</summary>
    public static FuzzRoute Untold(string method, string path, int weight) => new(method, path, [], [], weight);
}
