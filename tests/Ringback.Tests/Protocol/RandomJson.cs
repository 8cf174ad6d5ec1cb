using System.Globalization;
using System.Numerics;
using System.Text;

namespace Ringback.Tests.Protocol;

/// <summary>Valid JSON of every awkward kind, drawn from a seed.</summary>
internal sealed class RandomJson(int seed)
{
    private const int DeepestNesting = 60;

    private static readonly string[] Spaces = ["", "", "", "", " ", "\n", "\t", "\r\n  "];

    private static readonly string[] Keys =
    [
        "id", "id", "name", "n\\u0061me", "\\u0069d", "data", "__proto__", "toJSON", "constructor", "length", "", " ",
        "0", "1", "2", "\\u0031", "10", "01", "00", "-1", "-0", "1.0", "1e1", "4294967293", "4294967294", "4294967295",
        "4294967296", "9007199254740991", "18446744073709551616", "é", "e\u0301", "\\u00e9", "😀", "\\ud83d\\ude00",
        "\\ud800", "\\uDFFF", "\u2028", "a\\/b", "a/b", "\\\"", "\\\\", "\\n", "\\u000A", "1\u0660",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-0.0", "0e5", "-0E-5", "1.50", "1e3", "1E21", "1e21", "1e20", "0.1", "0.10",
        "123456789012345678901", "12345678901234567890", "9007199254740991", "9007199254740992", "9007199254740993",
        "-9007199254740993",
        "1e-6", "1e-7", "0.000001", "0.0000001", "1.5e-7", "1e400", "-1e400", "1e-400", "5e-324", "2.4e-324",
        "2.47032822920623272e-324", "1.7976931348623157e308", "1.7976931348623159e308", "2.2250738585072011e-308",
        "1e23", "8.41e21", "9.5e-7", "5.684341886080802e-14", "2.98023223876953125e-8", "1e+9", "1E-9", "100e-2",
        "9223372036854775807", "9223372036854775808", "18446744073709551615", "-9223372036854775808",
        "1e99999999999999999999", "1e-99999999999999999999", "0.1e-2147483648", "1e2147483648",
        "0e99999999999999999999",
    ];

    private static readonly string[] Pieces =
    [
        "plain", "É", "日本語", "😀", "👩‍👩‍👧", "\u2028", "\u2029", "\u007f", "\u0085", "\ufeff", "<&>'+`", "/", "\\/",
        "\\\"", "\\\\", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000", "\\u001F", "\\u000b", "\\u0008", "\\u0022",
        "\\u005C", "\\u002f", "\\u00e9", "\\u2028", "\\uFFFF", "\uffff", "\\ud83d\\ude00", "\\uD83D\\uDE00", "\\ud83d",
        "\\uDE00", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00", "\\ud800x", "\\udbff\\\\", "\\ud83d😀",
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    /// <summary>One document.</summary>
    public static string Document(int seed)
    {
        var json = new RandomJson(seed);
        json.Space();
        if (json._random.Next(20) == 0)
        {
            json.DeepValue(json._random.Next(20, DeepestNesting));
        }
        else
        {
            json.Value(depth: json._random.Next(1, 5));
        }

        json.Space();
        return json._text.ToString();
    }

    private void DeepValue(int depth)
    {
        var isObject = _random.Next(2) == 0;
        _text.Append(isObject ? "{\"a\":" : "[");
        if (depth > 1)
        {
            DeepValue(depth - 1);
        }
        else
        {
            Value(depth: 0);
        }

        _text.Append(isObject ? '}' : ']');
    }

    private void Value(int depth)
    {
        switch (_random.Next(depth > 0 ? 9 : 5))
        {
            case 0:
                _text.Append(Pick(["true", "false", "null"]));
                break;
            case 1 or 2:
                _text.Append(Number());
                break;
            case 3 or 4:
                String();
                break;
            case 5 or 6:
                Sequence('[', ']', _random.Next(6), () => Value(depth - 1));
                break;
            default:
                Sequence('{', '}', _random.Next(10) == 0 ? 50 : _random.Next(9), () => Member(depth - 1));
                break;
        }
    }

    private void Sequence(char open, char close, int count, Action item)
    {
        _text.Append(open);
        for (var i = 0; i < count; i++)
        {
            Space();
            item();
            Space();
            _text.Append(i + 1 < count ? "," : "");
        }

        _text.Append(close);
    }

    private void Member(int depth)
    {
        if (_random.Next(3) == 0)
        {
            String();
        }
        else
        {
            _text.Append('"').Append(_random.Next(4) == 0 ? $"{_random.Next(30)}" : Pick(Keys)).Append('"');
        }

        Space();
        _text.Append(':');
        Space();
        Value(depth);
    }

    private void String()
    {
        var count = _random.Next(50) == 0 ? 200 : _random.Next(5);
        _text.Append('"');
        for (var i = 0; i < count; i++)
        {
            _text.Append(_random.Next(4) == 0 ? $"\\u{_random.Next(0x10000):x4}" : Pick(Pieces));
        }

        _text.Append('"');
    }

    private string Number() => _random.Next(8) switch
    {
        0 or 1 => Pick(Numbers),
        2 => $"{_random.Next(-1000, 1000)}",
        3 => $"{_random.NextInt64(long.MinValue, long.MaxValue)}",
        4 => $"{_random.Next(100)}.{_random.Next(1000):000}{new string('0', _random.Next(3))}",
        5 => $"{RandomDouble():R}",
        6 => RandomDouble().ToString("E" + _random.Next(12, 25), CultureInfo.InvariantCulture),
        _ => Halfway(),
    };

    private double RandomDouble()
    {
        var value = BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue));
        return double.IsFinite(value) ? value : Math.ScaleB(1, _random.Next(-1074, 1024));
    }

    /// <summary>The exact decimal midway between two neighbours, or one unit in its last place beside it.</summary>
    private string Halfway()
    {
        var exponent = _random.Next(-60, 60);
        var twice = ((BigInteger)_random.NextInt64(1L << 52, 1L << 53) * 2) + 1;
        var digits = exponent >= 0
            ? $"{twice << exponent}"
            : $"{twice * BigInteger.Pow(5, -exponent)}";
        var nudged = BigInteger.Parse(digits, CultureInfo.InvariantCulture) + _random.Next(-1, 2);
        return exponent >= 0 ? $"{nudged}" : $"{nudged}e{exponent}";
    }

    private void Space() => _text.Append(Pick(Spaces));

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
