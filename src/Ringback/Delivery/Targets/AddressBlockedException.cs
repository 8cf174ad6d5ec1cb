using System.Net;

namespace Ringback.Delivery.Targets;

/// <summary>An address may not be called. Thrown while connecting, so that nothing has been sent.</summary>
internal sealed class AddressBlockedException(IPAddress address, string rule) : IOException($"{address} may not be called: {rule}.")
{
    /// <summary>The address that was not called; for the log, never for the owner.</summary>
    public IPAddress Address { get; } = address;

    /// <summary>Which rule forbids it.</summary>
    public string Rule { get; } = rule;
}
