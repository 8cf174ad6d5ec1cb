using System.Reflection;
using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.OpenApi;

/// <summary>The contract, as the file beside this one holds it.</summary>
internal static class ContractDocument
{
    /// <summary>A copy that may be changed.</summary>
    public static JsonNode Read()
    {
        var root = typeof(ContractDocument).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        return JsonNode.Parse(File.ReadAllText(Path.Combine(root, "tests/Ringback.Server.Tests/OpenApi/contract.json")))!;
    }
}
