using System.Text;

namespace Ringback.LoadTest.Load;

/// <summary>Ids in the shape of Webex's: unpadded base64 of a ciscospark URI.</summary>
internal static class WebexIds
{
    public static string Of(string kind, long number)
        => Convert.ToBase64String(
            Encoding.ASCII.GetBytes($"ciscospark://us/{kind}/0190a6c4-7d2e-7000-8000-{number:x12}")).TrimEnd('=');
}
