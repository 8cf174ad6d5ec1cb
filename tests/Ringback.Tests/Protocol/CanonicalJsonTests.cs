using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using CsCheck;
using Ringback.Protocol.Json;

namespace Ringback.Tests.Protocol;

public class CanonicalJsonTests
{
    [Theory]
    [InlineData("1.50", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1E21", "1e+21")]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("12345678901234567890", "12345678901234567000")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    [InlineData("1e400", "null")]
    [InlineData("-1e400", "null")]
    [InlineData("1e-400", "0")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("-12.5e-9", "-1.25e-8")]
    [InlineData("5e-324", "5e-324")]
    public void A_number_becomes_the_shortest_text_of_its_double(string json, string expected)
    {
        Assert.Equal(expected, Rewrite(json));
    }

    [Theory]
    [InlineData("""{"b":1,"a":2,"b":3}""", """{"b":3,"a":2}""")]
    [InlineData("""{"b":1,"\u0062":{"c":1,"c":2}}""", """{"b":{"c":2}}""")]
    [InlineData("""{"x":0,"10":1,"9":2,"0":3}""", """{"0":3,"9":2,"10":1,"x":0}""")]
    [InlineData("""[{"01":1,"-1":2,"1.0":3,"1":4}]""", """[{"1":4,"01":1,"-1":2,"1.0":3}]""")]
    [InlineData("""{"4294967295":1,"4294967294":2}""", """{"4294967294":2,"4294967295":1}""")]
    [InlineData("""{"a":1,"__proto__":{"b":2}}""", """{"a":1,"__proto__":{"b":2}}""")]
    [InlineData("""{"":1,"":2}""", """{"":2}""")]
    public void Members_stand_where_JavaScript_puts_them(string json, string expected)
    {
        Assert.Equal(expected, Rewrite(json));
    }

    [Fact]
    public void A_duplicate_among_very_many_members_is_found()
    {
        var members = Enumerable.Range(0, 1_000).Select(i => $"\"key{i}\":{i}").ToList();

        var rewritten = Rewrite($"{{{string.Join(',', members)},\"key500\":true}}");

        members[500] = "\"key500\":true";
        Assert.Equal($"{{{string.Join(',', members)}}}", rewritten);
    }

    [Theory]
    [InlineData("""  [ true , false,null , {} , [ ] , "" ]  """, """[true,false,null,{},[],""]""")]
    [InlineData("""{ "a" : [ 1 , { "b" : 2 } ] }""", """{"a":[1,{"b":2}]}""")]
    public void Space_between_tokens_goes(string json, string expected)
    {
        Assert.Equal(expected, Rewrite(json));
    }

    [Theory]
    [InlineData("""\u0000\u0008\u000c\u000A\u000d\u0009\u001F""", """\u0000\b\f\n\r\t\u001f""")]
    [InlineData("""\"\\\/""", """\"\\/""")]
    [InlineData("""\u0022\u005C\u002F""", """\"\\/""")]
    [InlineData("""\u00e9\uD83D\uDE00\u003c\u2028""", "é😀<\u2028")]
    [InlineData("\u007f\u0085\u2028\u2029\ufeff\uffff&'+`", "\u007f\u0085\u2028\u2029\ufeff\uffff&'+`")]
    [InlineData("""\uD800x\uDFFF\uDE00\uD83D""", """\ud800x\udfff\ude00\ud83d""")]
    [InlineData("""\ud83d\ud83d\ude00""", """\ud83d😀""")]
    public void A_string_is_raw_but_for_what_must_be_escaped(string json, string expected)
    {
        Assert.Equal($"\"{expected}\"", Rewrite($"\"{json}\""));
        Assert.Equal($"{{\"{expected}\":1}}", Rewrite($"{{\"{json}\":1}}"));
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("New message in 'Project Unicorn' <b>é😀</b>", "\"New message in 'Project Unicorn' <b>é😀</b>\"")]
    [InlineData("\"\\/\0\b\f\n\r\t\u000b\u001f", """
        "\"\\/\u0000\b\f\n\r\t\u000b\u001f"
        """)]
    public void Text_is_written_as_a_string(string text, string expected)
    {
        var output = new ArrayBufferWriter<byte>();

        CanonicalJson.WriteString(text, output);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Text_with_a_lone_surrogate_is_written_with_its_escape()
    {
        var output = new ArrayBufferWriter<byte>();

        CanonicalJson.WriteString(['a', '\uD800', .. "😀", '\uDC00'], output);

        Assert.Equal("\"a\\ud800😀\\udc00\"", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void What_is_written_again_does_not_change()
    {
        Gen.Int.Sample(
            seed =>
            {
                var once = Rewrite(RandomJson.Document(seed));
                return Rewrite(once) == once;
            },
            iter: 500);
    }

    public static TheoryData<IReadOnlySet<string>> WithheldSets => new()
    {
        new HashSet<string> { "text", "a b", "é" },
        FrozenSet.Create("text", "a b", "é"),
        new SortedSet<string>(StringComparer.Ordinal) { "text", "a b", "é" },
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "TEXT", "A B", "é" },
    };

    [Theory]
    [MemberData(nameof(WithheldSets))]
    public void Withheld_members_are_left_out_of_the_object_itself_only(IReadOnlySet<string> withheld)
    {
        const string Json = """{"text":1,"a":{"text":2},"a b":3,"é":4,"b":[{"text":5}]}""";

        Assert.Equal("""{"a":{"text":2},"b":[{"text":5}]}""", RewriteObject(Json, withheld));
    }

    [Theory]
    [MemberData(nameof(WithheldSets))]
    public void A_withheld_member_cannot_hide_behind_escapes_or_other_order(IReadOnlySet<string> withheld)
    {
        const string Json = """{"t\u0065xt":1,"text":2,"7":3,"a\u0020b":4,"\u00e9":5}""";

        Assert.Equal("""{"7":3}""", RewriteObject(Json, withheld));
    }

    [Fact]
    public void A_withheld_name_of_any_length_is_recognised()
    {
        var name = new string('n', 300);

        Assert.Equal("{}", RewriteObject($"{{\"{name}\":1}}", new HashSet<string> { name }));
    }

    [Fact]
    public void Withholding_nothing_writes_the_whole_object()
    {
        Assert.Equal("""{"a":1}""", RewriteObject("""{ "a": 1 }""", withheld: null));
        Assert.Equal("""{"a":1}""", RewriteObject("""{ "a": 1 }""", new HashSet<string>()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    public void Only_an_object_is_written_as_an_object(string json)
    {
        Assert.Throws<InvalidOperationException>(() => RewriteObject(json, withheld: null));
    }

    [Fact]
    public void An_element_that_holds_nothing_cannot_be_written()
    {
        Assert.Throws<InvalidOperationException>(() => CanonicalJson.ToBytes(default));
    }

    [Fact]
    public void Small_objects_are_written_without_allocating()
    {
        using var document = JsonDocument.Parse(
            """{"id":"Y2lz","isLocked":false,"size":12,"ratio":0.25,"files":["a","b"],"topic":"a\nb","text":"c"}""");
        var withheld = new HashSet<string> { "text" };
        var output = new ArrayBufferWriter<byte>(4_096);
        CanonicalJson.WriteObject(document.RootElement, output, withheld);
        output.ResetWrittenCount();

        var before = GC.GetAllocatedBytesForCurrentThread();
        CanonicalJson.WriteObject(document.RootElement, output, withheld);
        CanonicalJson.Write(document.RootElement, output);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_megabyte_of_lone_surrogates_takes_no_longer_than_its_length()
    {
        var json = $"\"{string.Concat(Enumerable.Repeat("\\ud800", 170_000))}\"";

        Assert.Equal(json, Rewrite(json));
    }

    private static string Rewrite(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.ToBytes(document.RootElement));
    }

    private static string RewriteObject(string json, IReadOnlySet<string>? withheld)
    {
        using var document = JsonDocument.Parse(json);
        var output = new ArrayBufferWriter<byte>();
        CanonicalJson.WriteObject(document.RootElement, output, withheld);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
