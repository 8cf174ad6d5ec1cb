using System.Net;

namespace Ringback.LoadTest.Sink;

/// <summary>The loopback addresses that stand for hosts: 127.0.1.1 to 127.0.1.250, then 127.0.2.1, and so on.</summary>
internal static class HostAddress
{
    private const int InOneBlock = 250;

    public static IPAddress Of(int host) => new([127, 0, (byte)(1 + (host / InOneBlock)), (byte)(1 + (host % InOneBlock))]);

    public static int HostOf(IPAddress address)
    {
        var bytes = address.MapToIPv4().GetAddressBytes();
        return ((bytes[2] - 1) * InOneBlock) + bytes[3] - 1;
    }
}
