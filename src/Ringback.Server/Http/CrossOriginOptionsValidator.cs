using Microsoft.Extensions.Options;

namespace Ringback.Server.Http;

/// <summary>Refuses what no browser sends as an origin.</summary>
internal sealed class CrossOriginOptionsValidator : IValidateOptions<CrossOriginOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CrossOriginOptions options)
    {
        var wrong = options.CorsOrigins
            .Where(origin => origin != "*" && !IsOrigin(origin))
            .Select(origin => $"{CrossOriginOptions.SectionName}:{nameof(CrossOriginOptions.CorsOrigins)} must be * or origins "
                + $"such as https://app.example.com; \"{origin}\" came")
            .ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}
