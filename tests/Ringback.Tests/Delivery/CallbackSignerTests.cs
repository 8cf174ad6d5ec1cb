using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
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
        Assert.Null(CallbackSigner.Sign(Target(Guid.CreateVersion7(), null), "id", 1, Body));
    }

    [Fact]
    public void A_new_secret_signs_from_the_next_callback_on()
    {
        var id = Guid.CreateVersion7();
        var before = Target(id, "old");
        var after = Target(id, "new");

        Assert.Equal(Expected("old"), CallbackSigner.Sign(before, "id", 1, Body));
        Assert.Equal(Expected("new"), CallbackSigner.Sign(after, "id", 1, Body));
    }

    [Fact]
    public void Secret_before_signs_too_in_the_header_that_has_room_for_it_until_its_time()
    {
        var secrets = new SigningSecrets("old", DateTimeOffset.UnixEpoch).Rotate("new", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(9));
        var target = new CallbackTarget(Webhooks.Some.Webhook(id: Guid.CreateVersion7()) with { Secrets = secrets });

        var (spark, standard) = CallbackSigner.Sign(target, "id", 8, Body)!.Value;

        Assert.Equal(SparkSignature.Compute("new", Body), spark);
        Assert.All(["new", "old"], secret => Assert.Equal(SignatureVerdict.Valid, StandardWebhooksSignature.Verify(
            StandardWebhooksSignature.KeyOf(secret), "id", "8", standard, Body, DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1))));
        Assert.Equal(
            StandardWebhooksSignature.Compute(StandardWebhooksSignature.KeyOf("new"), "id", 9, Body),
            CallbackSigner.Sign(target, "id", 9, Body)!.Value.Standard);
    }

    [Fact]
    public void Callbacks_of_many_webhooks_signed_at_once_each_have_their_own_signature()
    {
        var targets = Enumerable.Range(0, 5_000).Select(i => (Secret: $"secret{i}", Target: Target(Guid.CreateVersion7(), $"secret{i}")))
            .ToList();

        Parallel.For(0, 4, _ =>
        {
            foreach (var (secret, target) in targets)
            {
                Assert.Equal(Expected(secret), CallbackSigner.Sign(target, "id", 1, Body));
            }
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    [SuppressMessage("Security", "CA5350", Justification = "Webex's format; HMAC does not rest on collisions.")]
    public void Every_way_to_hash_gives_the_hmac_of_the_framework(int keyLength)
    {
        var (key, body) = (new byte[keyLength], new byte[5_000]);
        new Random(keyLength).NextBytes(key);
        new Random(1).NextBytes(body);

        foreach (var length in Enumerable.Range(0, 200).Append(body.Length))
        {
            var message = body.AsSpan(0, length).ToArray();
            var half = length / 2;
            Assert.All(Ways(HashAlgorithmName.SHA1), way => Assert.Equal(
                HMACSHA1.HashData(key, message), Compute(HmacKey.ForSha1(key), way, message, half, SHA1.HashSizeInBytes)));
            Assert.All(Ways(HashAlgorithmName.SHA256), way => Assert.Equal(
                HMACSHA256.HashData(key, message), Compute(HmacKey.ForSha256(key), way, message, half, SHA256.HashSizeInBytes)));
        }
    }

    [Fact]
    public void Library_is_used_directly_where_there_is_one() =>
        Assert.Equal(NativeLibrary.TryLoad("libcrypto.so.3", out _), BlockHash.Sha1 is OpenSslHash);

    private static List<BlockHash> Ways(HashAlgorithmName algorithm) =>
        [new FrameworkHash(algorithm), .. OpenSsl.Instance is { } library ? new[] { new OpenSslHash(library, algorithm) } : []];

    private static byte[] Compute(HmacKey key, BlockHash way, byte[] message, int half, int size)
    {
        var output = new byte[size];
        key.Compute(way, message.AsSpan(0, half), message.AsSpan(half), output);
        way.Dispose();
        return output;
    }

    private static CallbackTarget Target(Guid id, string? secret) => new(Webhooks.Some.Webhook(id: id) with
    {
        Secrets = secret is null ? null : new SigningSecrets(secret, DateTimeOffset.UnixEpoch),
    });

    private static (string, string)? Expected(string secret) =>
        (SparkSignature.Compute(secret, Body), StandardWebhooksSignature.Compute(StandardWebhooksSignature.KeyOf(secret), "id", 1, Body));
}
