using Ringback.Server.Tests.Faults;
using Ringback.Storage.Maintenance;

namespace Ringback.Server.Tests.Store;

/// <summary>Backups that are taken under load and restored: by <c>ringback store backup</c>, and by <c>pg_dump</c>.</summary>
public sealed class BackupStoreTests : IAsyncLifetime
{
    private readonly StoreRig _rig = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Event_acknowledged_before_the_backup_is_there_after_the_restore_and_delivered(bool isPostgres)
    {
        var isSlow = true;
        await using var receiver = Receiver.Start(callback =>
            Volatile.Read(ref isSlow) && callback.Header("Ringback-Event-Id")!.EndsWith('3') ? (Answer)500 : (Answer)200);
        var database = isPostgres ? await _rig.NewAsync(isPostgres: true) : "";
        var (data, restoredData) = (Path.Combine(_rig.Folder, "data"), Path.Combine(_rig.Folder, "restored"));
        string restoredDatabase;
        IReadOnlyList<string> before;
        await using (var server = await ServerProcess.StartOnAsync(data, database))
        {
            using (var person = server.As("person"))
            {
                await Member.As(person).RegisterAsync(receiver.Url, new { secret = "shh" });
            }

            await using var load = SteadyLoad.Start(server);
            await load.MoreAcknowledgedAsync(300);
            before = load.AcknowledgedIds;

            restoredDatabase = isPostgres
                ? await DumpAndRestoreAsync(database, data, restoredData)
                : await BackUpAsync(data, restoredData);

            await load.MoreAcknowledgedAsync(50);
            await server.KillAsync();
        }

        var place = isPostgres ? restoredDatabase : restoredData;
        var (delivered, pending) = await StatesAsync(place);
        Assert.Empty(before.Except(delivered).Except(pending));
        Assert.NotEmpty(pending);
        (await StoreRig.RunAsync(
            isPostgres ? ["check", "--postgres", place, "--data", restoredData] : ["check", "--data", place])).ShouldSucceed();
        Volatile.Write(ref isSlow, false);
        await using var again = await ServerProcess.StartOnAsync(restoredData, restoredDatabase);
        await Eventually.IsTrueAsync("what was pending is delivered", async () => (await StatesAsync(place)).Pending.Count == 0);
        Assert.Empty(before.Except((await StatesAsync(place)).Delivered));
    }

    [Fact]
    public async Task File_is_written_with_its_key_beside_it_and_never_over_another_one()
    {
        var place = await _rig.NewFilledAsync(isPostgres: false);
        var file = Path.Combine(_rig.Folder, "backups", "monday.db");

        var files = (await StoreRig.RunAsync("backup", "--to", file, "--data", place, "--json")).Json;
        var line = (await StoreRig.RunAsync("backup", "--to", file, "--data", place)).ShouldFail();

        Assert.Equal(file, files.GetProperty("database").GetString());
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(place, "secrets.key"), CancellationToken.None),
            await File.ReadAllBytesAsync(files.GetProperty("key").GetString()!, CancellationToken.None));
        Assert.Equal($"{file} exists already; a backup does not write over anything.", line);
        Assert.Equal(["monday.db", "monday.secrets.key"], Directory.GetFiles(Path.GetDirectoryName(file)!)
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task PostgreSQL_has_a_program_of_its_own()
    {
        var line = (await StoreRig.RunAsync("backup", "--to", _rig.Folder, "--postgres", "Host=db;Password=s3cr3t")).ShouldFail();

        Assert.Contains("pg_dump", line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", line, StringComparison.Ordinal);
    }

    private static async Task<string> BackUpAsync(string data, string to)
    {
        (await StoreRig.RunAsync("backup", "--data", data, "--to", to)).ShouldSucceed();
        return "";
    }

    private async Task<string> DumpAndRestoreAsync(string database, string data, string restoredData)
    {
        var cluster = await SharedPostgres.ClusterAsync();
        var restored = _rig.RemoveLater(await cluster.CreateDatabaseAsync());
        await cluster.RestoreAsync(await cluster.DumpAsync(database), restored);
        Directory.CreateDirectory(restoredData);
        File.Copy(SecretKeyTransfer.PathIn(data), SecretKeyTransfer.PathIn(restoredData));
        return restored;
    }

    /// <summary>The chosen ids of events that were delivered, and of those that are pending.</summary>
    private static async Task<(HashSet<string> Delivered, HashSet<string> Pending)> StatesAsync(string place)
    {
        await using var store = await StoreRig.LookAsync(place);
        var names = new Dictionary<Guid, string>();
        await foreach (var row in store.ReadAsync(StoreTable.Events, null, CancellationToken.None))
        {
            names[(Guid)row.Values[StoreTable.Events["id"]]!] = (string)row.Values[StoreTable.Events["chosen_id"]]!;
        }

        return (await NamesAsync(StoreTable.Attempts, row => (long)row.Values[StoreTable.Attempts["verdict"]]! == 0),
            await NamesAsync(StoreTable.Pending, static _ => true));

        async Task<HashSet<string>> NamesAsync(StoreTable table, Func<StoreRow, bool> counts)
        {
            var found = new HashSet<string>();
            await foreach (var row in store.ReadAsync(table, null, CancellationToken.None))
            {
                // A server that goes on may have added events meanwhile.
                if (counts(row) && names.TryGetValue((Guid)row.Values[table["event_id"]]!, out var name))
                {
                    found.Add(name);
                }
            }

            return found;
        }
    }
}
