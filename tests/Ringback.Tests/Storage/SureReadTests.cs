using Microsoft.Extensions.Time.Testing;
using Ringback.Installation;
using Ringback.Storage;

namespace Ringback.Tests.Storage;

public sealed class SureReadTests
{
    [Fact]
    public async Task Store_that_is_away_is_read_again_until_it_answers()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        var reads = 0;

        var reading = SureRead.UntilKnownAsync(
            () => ++reads < 4 ? throw new StoreUnavailableException("away") : Task.FromResult(7), time, CancellationToken.None);
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(7, await reading);
        Assert.Equal(4, reads);
    }

    [Fact]
    public async Task Store_that_is_closed_first_says_that_nobody_knows()
    {
        using var closing = new CancellationTokenSource();

        var reading = SureRead.UntilKnownAsync<int>(
            static () => throw new StoreUnavailableException("away"), new FakeTimeProvider(), closing.Token);
        await closing.CancelAsync();

        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => reading)).IsOutcomeUnknown);
    }
}
