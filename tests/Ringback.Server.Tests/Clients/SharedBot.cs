namespace Ringback.Server.Tests.Clients;

/// <summary>One bot with a server of its own, for the tests of a class in turn: a start takes seconds.</summary>
public sealed class SharedBot : IAsyncDisposable
{
    private RunningServer? _server;
    private Bot? _bot;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_bot is not null)
        {
            await _bot.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>The bot of a folder of tests/clients, started by the first test that asks.</summary>
    internal async Task<Bot> GetAsync(string folder)
    {
        _server ??= await RunningServer.StartAsync();
        return _bot ??= await Bot.StartAsync(folder, _server);
    }
}
