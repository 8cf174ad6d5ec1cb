using Microsoft.Extensions.Options;

namespace Ringback.Installation;

/// <summary>Checks the options as their attributes say, and that the profile is one that there is.</summary>
internal sealed class RingbackOptionsValidator : IValidateOptions<RingbackOptions>
{
    private static readonly RingbackOptionsBounds Bounds = new();

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RingbackOptions options) =>
        options.Profile is RingbackOptions.Default or RingbackOptions.Webex
            ? Bounds.Validate(name, options)
            : ValidateOptionsResult.Fail(
                $"{RingbackOptions.SectionName}:Profile must be {RingbackOptions.Default} or "
                + $"{RingbackOptions.Webex}; \"{options.Profile}\" came");
}

[OptionsValidator]
internal sealed partial class RingbackOptionsBounds : IValidateOptions<RingbackOptions>;
