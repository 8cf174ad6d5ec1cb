using Microsoft.Extensions.Options;
using Npgsql;

namespace Ringback.Storage.Postgres;

/// <summary>Refuses a connection string that Npgsql can make nothing of.</summary>
internal sealed class PostgresOptionsValidator : IValidateOptions<PostgresOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PostgresOptions options)
    {
        if (options.ConnectionString.Length == 0)
        {
            return ValidateOptionsResult.Success;
        }

        try
        {
            using var source = new NpgsqlDataSourceBuilder(options.ConnectionString).Build();
            return ValidateOptionsResult.Success;
        }
        catch (Exception error)
            when (error is ArgumentException or NotSupportedException or InvalidOperationException or FormatException or OverflowException)
        {
            // Its texts name the option and what it allows, and never the string, which may hold a password.
            return ValidateOptionsResult.Fail(
                $"ConnectionStrings:{PostgresOptions.ConnectionName} cannot be used: {error.Message.ReplaceLineEndings(" ")}");
        }
    }
}
