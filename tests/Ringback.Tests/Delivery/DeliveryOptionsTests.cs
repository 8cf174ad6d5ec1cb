using Ringback.Delivery;

namespace Ringback.Tests.Delivery;

public sealed class DeliveryOptionsTests
{
    [Fact]
    public void Defaults_are_within_their_bounds_and_agree_with_each_other()
    {
        var options = new DeliveryOptions();

        Assert.True(new DeliveryOptionsValidator().Validate(null, options).Succeeded);
        Assert.True(new DeliveryOptionsCrossValidator().Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(31 * 24 * 3600)]
    public void Wait_that_is_negative_or_longer_than_30_days_is_refused_by_its_place(int seconds) => Refuses(
        new DeliveryOptions { RetryWaits = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(seconds)] },
        "Ringback:Delivery:RetryWaits:1", "00:00:00", "30.00:00:00", TimeSpan.FromSeconds(seconds).ToString());

    [Fact]
    public void Page_larger_than_memory_is_refused() => Refuses(
        new DeliveryOptions { LanePage = 5_000, MaxLoaded = 1_000 },
        "Ringback:Delivery:LanePage", "5000", "Ringback:Delivery:MaxLoaded", "1000");

    [Fact]
    public void Webhook_with_more_in_flight_than_all_together_is_refused() => Refuses(
        new DeliveryOptions { InFlightPerWebhook = 64, Slots = 32 },
        "Ringback:Delivery:InFlightPerWebhook", "64", "Ringback:Delivery:Slots", "32");

    private static void Refuses(DeliveryOptions options, params string[] words)
    {
        var result = new DeliveryOptionsCrossValidator().Validate(null, options);

        var complaint = Assert.Single(result.Failures!);
        Assert.All(words, word => Assert.Contains(word, complaint, StringComparison.Ordinal));
    }
}
