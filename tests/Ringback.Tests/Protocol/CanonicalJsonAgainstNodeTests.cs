using System.Globalization;
using System.Text;
using System.Text.Json;
using Ringback.Protocol.Json;

namespace Ringback.Tests.Protocol;

public class CanonicalJsonAgainstNodeTests
{
    private const int Documents = 6_000;

    private const string RewriteEachLine =
        """
        const lines = require('fs').readFileSync(0, 'latin1').split('\n').filter(line => line);
        const rewrite = bytes => Buffer.from(JSON.stringify(JSON.parse(bytes.toString('utf8'))));
        process.stdout.write(lines.map(line => rewrite(Buffer.from(line, 'base64')).toString('base64')).join('\n'));
        """;

    [Fact]
    public async Task Every_random_document_is_written_as_JavaScript_writes_it()
    {
        var documents = Enumerable.Range(1, Documents).Select(RandomJson.Document).ToArray();

        var expected = await RewriteInNodeAsync(documents.Select(Encoding.UTF8.GetBytes));

        for (var i = 0; i < Documents; i++)
        {
            var actual = Rewrite(Encoding.UTF8.GetBytes(documents[i]));
            Assert.Equal($"seed {i + 1}: {expected[i]}", $"seed {i + 1}: {actual}");
        }
    }

    [Fact]
    public async Task Every_power_of_two_and_its_neighbours_are_written_with_the_digits_of_JavaScript()
    {
        var numbers = Enumerable.Range(-1074, 2098)
            .Select(exponent => Math.ScaleB(1, exponent))
            .SelectMany(power => new[] { Math.BitDecrement(power), power, Math.BitIncrement(power) })
            .Select(number => number.ToString("E20", CultureInfo.InvariantCulture));
        var document = Encoding.UTF8.GetBytes($"[{string.Join(',', numbers)}]");

        var expected = await RewriteInNodeAsync([document]);

        Assert.Equal(expected[0], Rewrite(document));
    }

    [Fact]
    public async Task Numbers_of_very_many_digits_are_read_as_JavaScript_reads_them()
    {
        string[] numbers =
        [
            $"0.{new string('0', 20_000)}1e20001",
            $"1{new string('0', 20_000)}e-20000",
            $"1{new string('0', 400)}",
            $"9007199254740993.{new string('0', 1_000)}",
            $"9007199254740993.{new string('0', 1_000)}1",
            $"9007199254740992.{new string('9', 1_000)}",
            $"0.{new string('0', 323)}2470328229206232720882843964341106861825299013071623822127928412503377536351044",
            $"0.{new string('0', 323)}2470328229206232720882843964341106861825299013071623822127928412503377536351043",
        ];
        var document = Encoding.UTF8.GetBytes($"[{string.Join(',', numbers)}]");

        var expected = await RewriteInNodeAsync([document]);

        Assert.Equal(expected[0], Rewrite(document));
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_become_what_JavaScript_reads_in_them()
    {
        byte[][] documents =
        [
            [.. "\"a"u8, 0xFF, .. "b\""u8],
            [.. "\""u8, 0xE2, 0x82, .. "\\n\""u8],
            [.. "\""u8, 0xED, 0xA0, 0x80, .. "\""u8],
            [.. "\""u8, 0xF0, 0x9F, 0x98, .. "\""u8],
            [.. "\""u8, 0xC0, 0xAF, 0xF8, .. "\""u8],
            [.. "{\""u8, 0xFE, .. "\":1,\""u8, 0xFF, .. "\":2}"u8],
        ];

        var expected = await RewriteInNodeAsync(documents);

        Assert.Equal(expected, documents.Select(Rewrite));
    }

    private static async Task<string[]> RewriteInNodeAsync(IEnumerable<byte[]> documents)
    {
        var input = string.Join('\n', documents.Select(Convert.ToBase64String));
        var output = await NodeJs.RunAsync(RewriteEachLine, input, TestContext.Current.CancellationToken);
        return [.. output.Split('\n').Select(line => Encoding.UTF8.GetString(Convert.FromBase64String(line)))];
    }

    private static string Rewrite(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.ToBytes(document.RootElement));
    }
}
