using System.Collections.Concurrent;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Ringback.Server.Http;

/// <summary>
/// The paths of the API: who asks one of them by a wrong method, or asks for a path below them that is nowhere, gets the API's answer.
/// </summary>
internal sealed class ApiPaths
{
    private readonly ConcurrentDictionary<string, TemplateMatcher> _patterns = new();
    private readonly ConcurrentDictionary<string, bool> _roots = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds the paths of a pattern.</summary>
    public void Add(RoutePattern pattern)
    {
        _patterns.TryAdd(pattern.RawText ?? "", new TemplateMatcher(new RouteTemplate(pattern), []));
        if (pattern.PathSegments is [{ Parts: [RoutePatternLiteralPart root] }, ..])
        {
            _roots.TryAdd(root.Content, true);
        }
    }

    /// <summary>Whether a path is one of them.</summary>
    public bool Has(PathString path) => _patterns.Values.Any(pattern => pattern.TryMatch(path, []));

    /// <summary>Whether a path begins like one of them: nobody else's page is there.</summary>
    public bool HasRoot(PathString path) => path.Value?.Split('/', 3) is ["", var root, ..] && _roots.ContainsKey(root);
}
