using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Ringback.Delivery.Sending;

/// <summary>Reads of a receiver's answer as much as is worth keeping, and no more of it than that costs little.</summary>
internal static class AnswerReader
{
    /// <summary>How many bytes of a body are kept.</summary>
    public const int MaxKept = 4 * 1024;

    private const int MaxRead = 64 * 1024;
    private const int MaxHeadersKept = 4 * 1024;

    [ThreadStatic]
    private static StringBuilder? _lines;

    /// <summary>Reads at most 64 KiB, so that an endless answer costs no more than that; the first 4 KiB stay in the buffer.</summary>
    public static async Task<int> ReadBodyAsync(HttpResponseMessage response, byte[] buffer, CancellationToken timeout)
    {
        if (response.Content.Headers.ContentLength == 0
            || response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.SwitchingProtocols)
        {
            return 0;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(timeout);
        var kept = 0;
        while (kept < MaxKept)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(kept, MaxKept - kept), timeout);
            if (count == 0)
            {
                return kept;
            }

            kept += count;
        }

        var rest = ArrayPool<byte>.Shared.Rent(MaxKept);
        try
        {
            for (var total = kept; total < MaxRead;)
            {
                var count = await stream.ReadAsync(rest.AsMemory(0, MaxKept), timeout);
                if (count == 0)
                {
                    break;
                }

                total += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rest);
        }

        return kept;
    }

    /// <summary>An answer's headers, a line each, at most 4 KiB.</summary>
    public static string HeaderLines(HttpResponseMessage response)
    {
        var lines = _lines ??= new StringBuilder();
        lines.Clear();
        AddLines(lines, response.Headers.NonValidated);
        AddLines(lines, response.Content.Headers.NonValidated);
        return lines.ToString(0, Math.Min(lines.Length, MaxHeadersKept));
    }

    private static void AddLines(StringBuilder lines, HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                if (lines.Length < MaxHeadersKept)
                {
                    lines.Append(name).Append(": ").Append(value).Append('\n');
                }
            }
        }
    }
}
