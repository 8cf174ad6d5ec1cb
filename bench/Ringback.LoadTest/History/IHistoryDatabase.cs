using Ringback.Storage;

namespace Ringback.LoadTest.History;

/// <summary>The database of a server that is stopped, to be filled with a history and to be read as the server reads it.</summary>
internal interface IHistoryDatabase
{
    /// <summary>The folder of its files.</summary>
    string Folder { get; }

    /// <summary>Adds attempts, faster and less safely than a server would; they are on the disk afterwards.</summary>
    Task FillAsync(IEnumerable<object?[]> attempts, DateTimeOffset first, CancellationToken cancellationToken);

    /// <summary>Opens it with the server's own code.</summary>
    Task<IStore> OpenAsync(CancellationToken cancellationToken);
}
