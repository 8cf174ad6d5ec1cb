namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>A request as it goes over the wire; a lone one gets a connection of its own, half closed after it.</summary>
internal sealed record FuzzRequest(string Method, string Path, byte[] Bytes, bool IsAlone)
{
    /// <summary>Head and the beginning of the body, as text.</summary>
    public override string ToString()
    {
        var text = System.Text.Encoding.Latin1.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, 6000)));
        return Bytes.Length > 6000 ? $"{text}… ({Bytes.Length} bytes)" : text;
    }
}
