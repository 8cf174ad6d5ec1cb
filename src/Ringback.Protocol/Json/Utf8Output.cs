using System.Buffers;

namespace Ringback.Protocol.Json;

/// <summary>
/// Appends to a buffer writer, asking it for memory in larger pieces. Nothing is written before <see cref="Flush"/>.
/// </summary>
internal ref struct Utf8Output(IBufferWriter<byte> writer)
{
    private const int PieceLength = 256;

    private Span<byte> _free = default;
    private int _used = 0;

    /// <summary>Appends a byte, and hands full buffers to the writer.</summary>
    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        _used++;
    }

    /// <summary>Appends bytes, and hands full buffers to the writer.</summary>
    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _used += bytes.Length;
    }

    /// <summary>Free memory of at least this length; <see cref="Advance"/> says how much of it was filled.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_free.Length - _used < length)
        {
            Flush();
            _free = writer.GetSpan(Math.Max(length, PieceLength));
        }

        return _free[_used..];
    }

    /// <summary>Takes over the first bytes of what <see cref="Reserve"/> gave.</summary>
    public void Advance(int count) => _used += count;

    /// <summary>Hands the appended bytes to the writer.</summary>
    public void Flush()
    {
        if (_used > 0)
        {
            writer.Advance(_used);
        }

        _free = default;
        _used = 0;
    }
}
