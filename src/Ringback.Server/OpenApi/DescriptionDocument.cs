using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ringback.Server.OpenApi;

/// <summary>
/// The description as it is served: made when it is first asked for, and kept, since making it takes some twenty
/// milliseconds and anybody may ask.
/// </summary>
internal sealed class DescriptionDocument
{
    /// <summary>The name under which the description is registered.</summary>
    public const string Name = "v1";

    private readonly Lazy<Task<byte[]>> _json;

    /// <summary>Makes the description when somebody first asks for it.</summary>
    public DescriptionDocument([FromKeyedServices(Name)] IOpenApiDocumentProvider description) =>
        _json = new Lazy<Task<byte[]>>(() => MakeAsync(description));

    /// <summary>The description as JSON, for those who see the server under a path.</summary>
    public async Task<byte[]> GetAsync(PathString pathBase)
    {
        var json = await _json.Value;
        if (!pathBase.HasValue)
        {
            return json;
        }

        var described = JsonNode.Parse(json)!;
        described["servers"]![0]!["url"] = pathBase.ToUriComponent() + ApiDescription.Prefix;
        return Encoding.UTF8.GetBytes(described.ToJsonString());
    }

    // For all who ask, so that none of them can cancel it.
    private static async Task<byte[]> MakeAsync(IOpenApiDocumentProvider description)
    {
        var document = await description.GetOpenApiDocumentAsync(CancellationToken.None);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        return json.ToArray();
    }
}
