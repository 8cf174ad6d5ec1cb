using System.Text.Json;

namespace Ringback.Server.Tests.Store;

/// <summary>A run of <c>ringback store</c>, with what it printed.</summary>
internal sealed record StoreRun(int ExitCode, string Output, string Errors)
{
    /// <summary>What it printed, as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(ShouldSucceed().Output).RootElement;

    /// <summary>Fails unless it went well.</summary>
    public StoreRun ShouldSucceed()
    {
        Assert.True(ExitCode == 0, $"It ended with {ExitCode}: {Errors}{Output}");
        Assert.Equal("", Errors);
        return this;
    }

    /// <summary>Fails unless it failed with one line; the line.</summary>
    public string ShouldFail()
    {
        Assert.Equal(1, ExitCode);
        var line = Assert.Single(Errors.TrimEnd().Split('\n'));
        Assert.StartsWith("ringback: ", line, StringComparison.Ordinal);
        return line["ringback: ".Length..];
    }
}
