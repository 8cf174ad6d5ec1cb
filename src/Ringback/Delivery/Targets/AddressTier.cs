namespace Ringback.Delivery.Targets;

/// <summary>How firmly a block of addresses is refused.</summary>
internal enum AddressTier
{
    /// <summary>Refused unless private targets are allowed, or an allow-list names it.</summary>
    Private,

    /// <summary>Refused unless an allow-list names the address's block.</summary>
    Forbidden,
}
