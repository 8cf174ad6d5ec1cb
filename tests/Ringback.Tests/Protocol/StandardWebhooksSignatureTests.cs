using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Ringback.Protocol.Signing;

namespace Ringback.Tests.Protocol;

public class StandardWebhooksSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Time = 1614265330;
    private const string Good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Wrong = "v1,AAAM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly byte[] Key = StandardWebhooksSignature.KeyOf(Secret);
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();

    [Fact]
    public void The_known_message_has_the_known_signature()
    {
        Assert.Equal(Good, StandardWebhooksSignature.Compute(Key, Id, Time, Body));
        Assert.Equal(SignatureVerdict.Valid, Verify());
    }

    [Fact]
    public void The_signature_covers_id_time_and_body_of_any_content()
    {
        Gen.Select(Gen.Byte.Array[0, 100], Gen.String[0, 100], Gen.Long, Gen.Byte.Array[0, 2_000])
            .Sample((key, id, time, body) =>
            {
                byte[] message = [.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body];
                var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, message));
                return StandardWebhooksSignature.Compute(key, id, time, body) == expected;
            });
    }

    [Fact]
    public void A_prefix_and_a_hash_that_were_made_elsewhere_give_the_same_signature()
    {
        Gen.Select(Gen.Byte.Array[0, 100], Gen.String[Gen.Char['!', '~'], 0, 200], Gen.Long, Gen.Byte.Array[0, 2_000])
            .Sample((key, id, time, body) =>
            {
                var prefix = new byte[StandardWebhooksSignature.MaxPrefix];
                var length = StandardWebhooksSignature.WritePrefix(id, time, prefix);
                var hash = HMACSHA256.HashData(key, (byte[])[.. prefix.AsSpan(0, length), .. body]);
                return StandardWebhooksSignature.OfHash(hash) == StandardWebhooksSignature.Compute(key, id, time, body);
            });
    }

    [Fact]
    public void An_id_that_is_too_long_for_a_prefix_is_an_error() => Assert.Throws<ArgumentException>(() =>
        StandardWebhooksSignature.WritePrefix(new string('i', 300), Time, new byte[StandardWebhooksSignature.MaxPrefix]));

    [Theory]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(32)]
    [InlineData(64)]
    public void A_prefixed_secret_of_24_to_64_bytes_is_decoded_padded_or_not(int length)
    {
        var key = Enumerable.Range(200, length).Select(i => (byte)i).ToArray();
        var base64 = Convert.ToBase64String(key);

        Assert.Equal(key, StandardWebhooksSignature.KeyOf($"whsec_{base64}"));
        Assert.Equal(key, StandardWebhooksSignature.KeyOf($"whsec_{base64.TrimEnd('=')}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("secret é 😀")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")]
    [InlineData("whsec_MfKQ9r8G KYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Any_other_secret_is_its_own_UTF_8(string secret)
    {
        Assert.Equal(Encoding.UTF8.GetBytes(secret), StandardWebhooksSignature.KeyOf(secret));
    }

    [Theory]
    [InlineData(23)]
    [InlineData(65)]
    [InlineData(1_000)]
    public void A_prefixed_secret_that_is_too_short_or_too_long_is_its_own_UTF_8(int length)
    {
        var secret = $"whsec_{Convert.ToBase64String(new byte[length])}";

        Assert.Equal(Encoding.UTF8.GetBytes(secret), StandardWebhooksSignature.KeyOf(secret));
    }

    [Theory]
    [InlineData(null, "1614265330", Good)]
    [InlineData("", "1614265330", Good)]
    [InlineData(Id, null, Good)]
    [InlineData(Id, "", Good)]
    [InlineData(Id, "1614265330", null)]
    [InlineData(Id, "1614265330", "")]
    public void A_missing_header_is_told_apart(string? id, string? time, string? signatures)
    {
        Assert.Equal(SignatureVerdict.MissingHeader, Verify(id, time, signatures));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("1614265330.5")]
    [InlineData("-1614265330")]
    [InlineData("+1614265330")]
    [InlineData(" 1614265330")]
    [InlineData("1614265330\n")]
    [InlineData("1,614,265,330")]
    [InlineData("1e9")]
    [InlineData("0x6037bb72")]
    [InlineData("92233720368547758080")]
    [InlineData("2021-02-25T15:02:10Z")]
    public void A_time_that_is_no_whole_number_is_malformed(string time)
    {
        Assert.Equal(SignatureVerdict.MalformedTimestamp, Verify(time: time));
    }

    [Theory]
    [InlineData(0, SignatureVerdict.Valid)]
    [InlineData(300, SignatureVerdict.Valid)]
    [InlineData(301, SignatureVerdict.TooOld)]
    [InlineData(-300, SignatureVerdict.Valid)]
    [InlineData(-301, SignatureVerdict.TooNew)]
    [InlineData(100_000_000, SignatureVerdict.TooOld)]
    public void A_time_may_lie_as_far_off_as_the_tolerance_and_no_farther(int age, SignatureVerdict expected)
    {
        Assert.Equal(expected, Verify(age: age));
    }

    [Theory]
    [InlineData("0", SignatureVerdict.TooOld)]
    [InlineData("9223372036854775807", SignatureVerdict.TooNew)]
    public void The_farthest_times_do_not_overflow(string time, SignatureVerdict expected)
    {
        Assert.Equal(expected, Verify(time: time));
    }

    [Theory]
    [InlineData(Wrong)]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O")]
    [InlineData("v1,")]
    [InlineData("v1")]
    [InlineData("v1g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,G0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData(Wrong + " " + Wrong)]
    [InlineData(" ")]
    public void Without_a_matching_signature_the_message_is_refused(string signatures)
    {
        Assert.Equal(SignatureVerdict.NoMatchingSignature, Verify(signatures: signatures));
    }

    [Theory]
    [InlineData(Wrong + " " + Good)]
    [InlineData(Good + " " + Wrong)]
    [InlineData("v1a,c2lnbmF0dXJl " + Good)]
    [InlineData("v2,x nonsense v1, " + Good)]
    public void One_matching_signature_among_several_is_enough(string signatures)
    {
        Assert.Equal(SignatureVerdict.Valid, Verify(signatures: signatures));
    }

    [Fact]
    public void Old_and_new_secret_are_each_recognised_while_both_sign()
    {
        var newKey = StandardWebhooksSignature.KeyOf("a new secret");
        var both = $"{StandardWebhooksSignature.Compute(newKey, Id, Time, Body)} {Good}";

        Assert.Equal(SignatureVerdict.Valid, Verify(signatures: both));
        Assert.Equal(SignatureVerdict.Valid, Verify(signatures: both, key: newKey));
        Assert.Equal(SignatureVerdict.NoMatchingSignature, Verify(signatures: Good, key: newKey));
    }

    [Theory]
    [InlineData("""{"test":2432232314}""")]
    [InlineData("""{"test": 2432232314} """)]
    [InlineData("")]
    public void Bytes_that_only_mean_the_same_are_refused(string body)
    {
        Assert.Equal(SignatureVerdict.NoMatchingSignature, Verify(body: Encoding.UTF8.GetBytes(body)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"name":"é 😀 <&>"}""")]
    public void Empty_and_foreign_bodies_are_signed_as_they_are(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var signature = StandardWebhooksSignature.Compute(Key, Id, Time, body);

        Assert.Equal(SignatureVerdict.Valid, Verify(signatures: signature, body: body));
    }

    [Fact]
    public void Another_id_is_refused()
    {
        Assert.Equal(SignatureVerdict.NoMatchingSignature, Verify(id: "msg_other"));
    }

    private static SignatureVerdict Verify(
        string? id = Id,
        string? time = "1614265330",
        string? signatures = Good,
        byte[]? body = null,
        byte[]? key = null,
        int age = 0) =>
        StandardWebhooksSignature.Verify(
            key ?? Key,
            id,
            time,
            signatures,
            body ?? Body,
            DateTimeOffset.FromUnixTimeSeconds(Time + age),
            StandardWebhooksSignature.DefaultTolerance);
}
