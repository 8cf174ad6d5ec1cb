namespace Ringback.Installation;

/// <summary>Where the key comes from under which webhook secrets are kept.</summary>
internal interface ISecretKey
{
    /// <summary>The 32 bytes of the key; made on the first call of an installation.</summary>
    /// <exception cref="StoreUnusableException">There is a key and it cannot be used.</exception>
    byte[] Load();
}
