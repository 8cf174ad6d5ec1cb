using System.Text;

namespace Ringback.Server.Tests.Store;

/// <summary><c>ringback store expunge</c>, on both databases.</summary>
public sealed class ExpungeStoreTests : IAsyncLifetime
{
    private const string Person = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS96b2U";

    private readonly StoreRig _rig = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_of_the_person_go_with_their_deliveries_and_nothing_else_does(bool isPostgres)
    {
        var place = await FillAsync(isPostgres);
        var before = await StoreRig.SumsAsync(place);
        string[] command = ["expunge", "--person", Person, "--email", "Zoe@Example.com", "--json", .. _rig.Naming(place)];

        var counted = (await StoreRig.RunAsync([.. command, "--dry-run"])).Json;
        var between = await StoreRig.SumsAsync(place);
        var removed = (await StoreRig.RunAsync(command)).Json;
        var again = (await StoreRig.RunAsync(command)).Json;

        Assert.Equal(before, between);
        Assert.Equal((4, 4, 4), Counts(counted));
        Assert.Equal((4, 4, 4), Counts(removed));
        Assert.Equal((0, 0, 0), Counts(again));
        Assert.Equal([0, 0, 0, -4, -4, -4, 0],
            (await StoreRig.SumsAsync(place)).Zip(before, (now, then) => now.Rows - then.Rows));
        (await StoreRig.RunAsync(["check", .. _rig.Naming(place)])).ShouldSucceed();
        await using var store = await StoreRig.OpenAsync(place);
        Assert.Null(await store.FindEventAsync("org0", "actor", CancellationToken.None));
        Assert.NotNull(await store.FindEventAsync("org0", "key of an object", CancellationToken.None));
        Assert.NotNull(await store.FindEventAsync("org0", "longer", CancellationToken.None));
    }

    [Fact]
    public async Task Files_of_SQLite_have_nothing_of_the_person_afterwards()
    {
        var place = await _rig.NewFilledAsync(isPostgres: false);
        await using (var store = await StoreRig.OpenAsync(place))
        {
            await StoreSample.AddEventAsync(store, "actor", Person, null, "{}");
        }

        (await StoreRig.RunAsync("expunge", "--person", Person, "--data", place)).ShouldSucceed();

        Assert.All(Directory.GetFiles(place), path => Assert.Equal(-1, File.ReadAllBytes(path).AsSpan()
            .IndexOf(Encoding.UTF8.GetBytes(Person))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_at_work_is_only_counted_beside(bool isPostgres)
    {
        var place = await FillAsync(isPostgres);
        await using var server = await StoreRig.OpenAsync(place);

        var refused = await StoreRig.RunAsync(["expunge", "--person", Person, .. _rig.Naming(place)]);
        var counted = await StoreRig.RunAsync(["expunge", "--person", Person, "--dry-run", .. _rig.Naming(place)]);

        Assert.Contains("use", refused.ShouldFail(), StringComparison.Ordinal);
        Assert.StartsWith("Would remove 3 events, 3 pending deliveries and 3 attempts from ", counted.ShouldSucceed().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_person_is_refused() => Assert.Contains("need something in them",
        (await StoreRig.RunAsync("expunge", "--person", " ", "--data", await _rig.NewFilledAsync(false, 1))).ShouldFail(),
        StringComparison.Ordinal);

    private async Task<string> FillAsync(bool isPostgres)
    {
        var place = await _rig.NewFilledAsync(isPostgres);
        await using var store = await StoreRig.OpenAsync(place);
        await StoreSample.AddEventAsync(store, "actor", Person, null, "{}");
        await StoreSample.AddEventAsync(store, "viewer", "bob", ["bob", Person], "{}");
        await StoreSample.AddEventAsync(store, "data", null, null, $$"""{"a":[{"b":["x","{{Person}}"]}]}""");
        await StoreSample.AddEventAsync(store, "email", null, null, """{"personEmail":"zOE@example.com"}""");
        await StoreSample.AddEventAsync(store, "key of an object", null, null, $$"""{"{{Person}}":1}""");
        await StoreSample.AddEventAsync(store, "longer", null, null, $$"""{"text":"{{Person}} said"}""");
        return place;
    }

    private static (long, long, long) Counts(System.Text.Json.JsonElement report) => (
        report.GetProperty("events").GetInt64(), report.GetProperty("pending").GetInt64(),
        report.GetProperty("attempts").GetInt64());
}
