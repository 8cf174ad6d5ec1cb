using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Ringback.Storage.Maintenance;

/// <summary>
/// How many rows a table has, and the sum of their hashes: equal when the rows are, in whatever order they come.
/// </summary>
internal sealed class TableSum
{
    private UInt128 _sum;

    /// <summary>How many rows were added.</summary>
    public long Rows { get; private set; }

    /// <summary>The sum, as 32 hexadecimal digits.</summary>
    public string Checksum => _sum.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Counts a row and adds its hash to the sum.</summary>
    public void Add(StoreRow row)
    {
        using var bytes = new MemoryStream();
        RowEncoding.Write(bytes, row.Values);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), hash);
        _sum += BinaryPrimitives.ReadUInt128BigEndian(hash);
        Rows++;
    }
}
