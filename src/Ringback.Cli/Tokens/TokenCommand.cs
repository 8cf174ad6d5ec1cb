using System.CommandLine;

namespace Ringback.Cli.Tokens;

/// <summary><c>ringback token</c>: the access tokens of a running server.</summary>
internal static class TokenCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("token", "Make, list and revoke access tokens of a running server.")
    {
        CreateTokenCommand.Create(),
        ListTokensCommand.Create(),
        RevokeTokenCommand.Create(),
    };
}
