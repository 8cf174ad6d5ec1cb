using System.Security.Cryptography;
using Ringback.Installation;
using Ringback.Webhooks.Secrets;

namespace Ringback.Tests.Webhooks;

public sealed class SigningSecretsTests : ISecretKey
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string?> All => new()
    {
        { "s", null },
        { "", "" },
        { "é😀", "old" },
        { new('x', 1024), new('ü', 1024) },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Secrets_are_encrypted_as_one_value_and_read_back_with_their_times(string current, string? previous)
    {
        using var protector = new SecretProtector(this);
        var id = Guid.CreateVersion7();
        var secrets = previous is null
            ? new SigningSecrets(current, Now)
            : new SigningSecrets(previous, Now.AddDays(-1)).Rotate(current, Now, TimeSpan.FromHours(24));

        var bytes = protector.Protect(id, secrets)!;

        Assert.Equal(secrets, protector.Unprotect(id, bytes));
        Assert.Null(protector.Unprotect(id, protector.Protect(id, null)));
        Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(Guid.CreateVersion7(), bytes));
    }

    [Fact]
    public void Secret_before_is_valid_until_its_time_and_not_at_it()
    {
        var secrets = new SigningSecrets("old", Now.AddDays(-1)).Rotate("new", Now, TimeSpan.FromHours(24));

        Assert.Equal("old", secrets.PreviousAt(Now));
        Assert.Equal("old", secrets.PreviousAt(Now.AddHours(24).AddTicks(-1)));
        Assert.Null(secrets.PreviousAt(Now.AddHours(24)));
        Assert.Null(new SigningSecrets("new", Now).PreviousAt(Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("0100000000000000000000000000000000FFFFFFFF")]
    public void Bytes_of_a_form_that_is_not_known_are_refused(string hex) =>
        Assert.Throws<CryptographicException>(() => SecretsEncoding.FromBytes(Convert.FromHexString(hex)));

    /// <inheritdoc/>
    public byte[] Load() => new byte[32];
}
