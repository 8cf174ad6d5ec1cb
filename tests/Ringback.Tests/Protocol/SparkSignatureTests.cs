using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Ringback.Protocol.Signing;

namespace Ringback.Tests.Protocol;

[SuppressMessage("Security", "CA5350", Justification = "Webex's format.")]
public class SparkSignatureTests
{
    private const string Secret = "secret";
    private const string Signature = "f8446672f033e4b2beafc5ca3a71eafcd2cafb6e";

    private static ReadOnlySpan<byte> Body => """{"a":1}"""u8;

    [Fact]
    public void The_known_body_has_the_known_signature()
    {
        Assert.Equal(Signature, SparkSignature.Compute(Secret, Body));
        Assert.True(SparkSignature.Verify(Secret, Body, Signature));
    }

    [Theory]
    [InlineData("", "be7f53283232a37a0e165a01be1d108f01fd706a")]
    [InlineData(" ", "8bacc5df402cfb875649226fbfd6b52b15cabd53")]
    [InlineData("geheim é 😀 \" \\ \t", "2b6643f038f6e2d9957b9941507eff25184362cc")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "f791dbd23d1470df0b3b4a22f6eceb4ba67792d0")]
    public void Any_secret_counts_as_its_UTF_8(string secret, string expected)
    {
        Assert.Equal(expected, SparkSignature.Compute(secret, Body));
    }

    [Fact]
    public void Secrets_and_bodies_of_any_length_are_signed_alike_by_all_ways()
    {
        Gen.Select(Gen.String[0, 400], Gen.Byte.Array[0, 2_000]).Sample((secret, body) =>
        {
            var signature = SparkSignature.Compute(secret, body);
            return signature == SparkSignature.OfHash(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), body))
                && SparkSignature.Verify(secret, body, signature);
        });
    }

    [Fact]
    public void An_empty_body_has_a_signature()
    {
        Assert.True(SparkSignature.Verify(Secret, [], "25af6174a0fcecc4d346680a72b7ce644b9a88e8"));
    }

    [Fact]
    public void A_signature_in_upper_case_is_accepted()
    {
        Assert.True(SparkSignature.Verify(Secret, Body, Signature.ToUpperInvariant()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("f8446672f033e4b2beafc5ca3a71eafcd2cafb6f")]
    [InlineData("08446672f033e4b2beafc5ca3a71eafcd2cafb6e")]
    [InlineData("f8446672f033e4b2beafc5ca3a71eafcd2cafb6")]
    [InlineData("f8446672f033e4b2beafc5ca3a71eafcd2cafb6e0")]
    [InlineData("sha1=f8446672f033e4b2beafc5ca3a71eafcd2cafb6e")]
    [InlineData("f8446672f033e4b2beafc5ca3a71eafcd2cafb6g")]
    [InlineData(" 8446672f033e4b2beafc5ca3a71eafcd2cafb6e")]
    public void A_wrong_or_malformed_signature_is_refused(string? signature)
    {
        Assert.False(SparkSignature.Verify(Secret, Body, signature));
    }

    [Fact]
    public void Another_body_or_secret_is_refused()
    {
        Assert.False(SparkSignature.Verify(Secret, """{"a": 1}"""u8, Signature));
        Assert.False(SparkSignature.Verify("Secret", Body, Signature));
    }
}
