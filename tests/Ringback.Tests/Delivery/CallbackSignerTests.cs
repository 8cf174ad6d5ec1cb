using Ringback.Delivery.Callbacks;
using Ringback.Protocol.Signing;
using Ringback.Webhooks.Secrets;

namespace Ringback.Tests.Delivery;

public class CallbackSignerTests
{
    private static readonly byte[] Body = """{"a":1}"""u8.ToArray();

    [Fact]
    public void A_webhook_without_a_secret_is_not_signed()
    {
        using var signer = new CallbackSigner();

        Assert.Null(signer.Sign(Target(Guid.CreateVersion7(), null), "id", 1, Body));
    }

    [Fact]
    public void A_new_secret_signs_from_the_next_callback_on()
    {
        using var signer = new CallbackSigner();
        var id = Guid.CreateVersion7();
        var before = Target(id, "old");
        var after = Target(id, "new");

        Assert.Equal(Expected("old"), signer.Sign(before, "id", 1, Body));
        Assert.Equal(Expected("new"), signer.Sign(after, "id", 1, Body));
    }

    [Fact]
    public void Secret_before_signs_too_in_the_header_that_has_room_for_it_until_its_time()
    {
        using var signer = new CallbackSigner();
        var secrets = new SigningSecrets("old", DateTimeOffset.UnixEpoch).Rotate("new", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(9));
        var target = new CallbackTarget(Webhooks.Some.Webhook(id: Guid.CreateVersion7()) with { Secrets = secrets });

        var (spark, standard) = signer.Sign(target, "id", 8, Body)!.Value;

        Assert.Equal(SparkSignature.Compute("new", Body), spark);
        Assert.All(["new", "old"], secret => Assert.Equal(SignatureVerdict.Valid, StandardWebhooksSignature.Verify(
            StandardWebhooksSignature.KeyOf(secret), "id", "8", standard, Body, DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1))));
        Assert.Equal(
            StandardWebhooksSignature.Compute(StandardWebhooksSignature.KeyOf("new"), "id", 9, Body),
            signer.Sign(target, "id", 9, Body)!.Value.Standard);
    }

    [Fact]
    public void Callbacks_of_many_webhooks_signed_at_once_each_have_their_own_signature()
    {
        using var signer = new CallbackSigner();

        // More webhooks than the signer keeps hashes for, so that they push each other out.
        var targets = Enumerable.Range(0, 5_000).Select(i => (Secret: $"secret{i}", Target: Target(Guid.CreateVersion7(), $"secret{i}")))
            .ToList();

        Parallel.For(0, 4, _ =>
        {
            foreach (var (secret, target) in targets)
            {
                Assert.Equal(Expected(secret), signer.Sign(target, "id", 1, Body));
            }
        });
    }

    private static CallbackTarget Target(Guid id, string? secret) => new(Webhooks.Some.Webhook(id: id) with
    {
        Secrets = secret is null ? null : new SigningSecrets(secret, DateTimeOffset.UnixEpoch),
    });

    private static (string, string)? Expected(string secret) =>
        (SparkSignature.Compute(secret, Body), StandardWebhooksSignature.Compute(StandardWebhooksSignature.KeyOf(secret), "id", 1, Body));
}
