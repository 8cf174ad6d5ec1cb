using Ringback.Installation;

namespace Ringback.Tests;

/// <summary>What an error text quotes.</summary>
public sealed class ExcerptTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("short 😀", "short 😀")]
    public void Short_text_is_whole(string text, string expected) => Assert.Equal(expected, Excerpt.Of(text));

    [Fact]
    public void Long_text_is_cut_but_no_character_of_it()
    {
        var letters = new string('x', 99);

        Assert.Equal(letters + "y", Excerpt.Of(letters + "y"));
        Assert.Equal(letters + "y…", Excerpt.Of(letters + "yz"));
        Assert.Equal(letters + "…", Excerpt.Of(letters + "😀"));
        Assert.Equal(letters[1..] + "😀…", Excerpt.Of(letters[1..] + "😀z"));
    }
}
