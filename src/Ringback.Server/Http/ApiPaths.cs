using System.Collections.Concurrent;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Ringback.Server.Http;

/// <summary>The paths of the API: who asks one of them by a wrong method gets the API's answer.</summary>
internal sealed class ApiPaths
{
    private readonly ConcurrentDictionary<string, TemplateMatcher> _patterns = new();

    /// <summary>Adds the paths of a pattern.</summary>
    public void Add(RoutePattern pattern) =>
        _patterns.TryAdd(pattern.RawText ?? "", new TemplateMatcher(new RouteTemplate(pattern), []));

    /// <summary>Whether a path is one of them.</summary>
    public bool Has(PathString path) => _patterns.Values.Any(pattern => pattern.TryMatch(path, []));
}
