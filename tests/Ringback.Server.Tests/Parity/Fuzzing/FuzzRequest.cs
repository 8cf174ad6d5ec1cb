using System.Text;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>A request as it goes over the wire; a lone one gets a connection of its own, half closed after it.</summary>
internal sealed record FuzzRequest(string Method, string Path, byte[] Bytes, bool IsAlone)
{
    private const int Shown = 2000;

    /// <summary>The beginning as text, and all of it in base64 so that it can be sent again.</summary>
    public override string ToString()
    {
        var text = Encoding.Latin1.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, Shown)));
        return $"{text}{(Bytes.Length > Shown ? "…" : "")}\nbase64 -d <<< {Convert.ToBase64String(Bytes)}";
    }
}
