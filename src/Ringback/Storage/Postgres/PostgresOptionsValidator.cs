using Microsoft.Extensions.Options;
using Npgsql;

namespace Ringback.Storage.Postgres;

/// <summary>Refuses options of a connection that do not go together, or that this server cannot use.</summary>
internal sealed class PostgresOptionsValidator : IValidateOptions<PostgresOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PostgresOptions options)
    {
        if (!IsReadable(options.ConnectionString))
        {
            // None, or what the store itself refuses.
            return ValidateOptionsResult.Success;
        }

        try
        {
            using var source = new NpgsqlDataSourceBuilder(options.ConnectionString).Build();
            return ValidateOptionsResult.Success;
        }
        catch (Exception error)
            when (error is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            // Its texts name the option and what it allows, and never the string, which may hold a password.
            return ValidateOptionsResult.Fail(
                $"ConnectionStrings:{PostgresOptions.ConnectionName} cannot be used: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static bool IsReadable(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Host is { Length: > 0 };
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }
}
