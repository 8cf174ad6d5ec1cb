using System.Text;
using CsCheck;
using Ringback.HostNames;

namespace Ringback.Tests.HostNames;

/// <summary>What holds for every name, whatever it is written in.</summary>
public class HostNamePropertyTests
{
    private static readonly int[] Frequent = ['.', '-', 'a', 'B', '1', 0x200C, 0x200D, 0x94D, 0x301, 0x3002];

    // Letters of many scripts, marks, joiners, digits and what looks like syntax: alone and beside each other.
    private static readonly Gen<string> Hosts = Gen.OneOf(
            Gen.Int[0x21, 0x24F], Gen.Int[0x300, 0x36F], Gen.Int[0x370, 0x6FF], Gen.Int[0x900, 0xDFF], Gen.Int[0x1100, 0x11FF],
            Gen.Int[0x1E00, 0x206F], Gen.Int[0x2100, 0x33FF], Gen.Int[0xAC00, 0xACFF], Gen.Int[0xF900, 0xFFEF],
            Gen.Int[0x10000, 0x1FFFF], Gen.Int[0, 9].Select(i => Frequent[i]))
        .Where(Rune.IsValid).List[1, 12].Select(runes => string.Concat(runes.Select(rune => new Rune(rune))));

    [Fact]
    public void Canonical_name_is_its_own_canonical_name() => Hosts.Sample(host =>
    {
        if (HostName.TryNormalize(host, out var name, out _))
        {
            Assert.True(HostName.TryNormalize(name, out var again, out var problem), $"{name} {problem}");
            Assert.Equal(name, again);
            Assert.Matches("^[a-z0-9._-]+$", name);
            Assert.InRange(name.Length, 1, 253);
        }
    });

    [Fact]
    public void Url_of_every_name_that_passes_can_be_built_and_has_that_host() =>
        Hosts.Where(host => host.IndexOfAny(['/', '\\', '?', '#', ':', '@', '[']) < 0).Sample(host =>
    {
        if (TargetUrl.TryParse($"http://{host}/p?q", out var url, out _))
        {
            Assert.Equal(url.IdnHost, new Uri(url.AbsoluteUri).IdnHost);
            Assert.Equal("/p?q", url.PathAndQuery);
            Assert.True(Ascii.IsValid(url.Host));
        }
    });

    [Fact]
    public void Capitals_and_small_letters_of_a_name_are_one_host() => Gen.Int[0xC0, 0x24F].Where(Rune.IsValid).Sample(letter =>
    {
        // By their own table, since the machine's casing of letters is switched off.
        var small = UnicodeTable.Instance.MappingOf(letter) ?? new Rune(letter).ToString();
        Assert.Equal(
            HostName.TryNormalize($"hook{new Rune(letter)}.test", out var one, out _),
            HostName.TryNormalize($"hook{small}.test", out var other, out _));
        Assert.Equal(one, other);
    });

    [Fact]
    public void Punycode_is_read_as_it_was_written() => Gen.OneOf(Gen.Int[0x61, 0x7A], Gen.Int[0x80, 0xD7FF], Gen.Int[0xE000, 0x10FFFF])
        .List[1, 40].Sample(label => Assert.Equal(label, Punycode.Decode(Punycode.Encode(label))));

    [Fact]
    public void Text_that_is_no_punycode_does_no_harm() => Gen.String[Gen.Char["abc019-z\u00e4"], 0, 40].Sample(text =>
    {
        if (Punycode.Decode(text) is { } label)
        {
            Assert.All(label, codePoint => Assert.True(Rune.IsValid(codePoint)));
        }
    });
}
