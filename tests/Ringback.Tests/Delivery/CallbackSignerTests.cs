using Ringback.Delivery.Callbacks;
using Ringback.Protocol.Signing;

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

    private static CallbackTarget Target(Guid id, string? secret) => new(Webhooks.Some.Webhook(id: id) with { Secret = secret });

    private static (string, string)? Expected(string secret) =>
        (SparkSignature.Compute(secret, Body), StandardWebhooksSignature.Compute(StandardWebhooksSignature.KeyOf(secret), "id", 1, Body));
}
