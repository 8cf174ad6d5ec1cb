using System.Text;
using Ringback.Storage;

namespace Ringback.Tests.Storage;

public sealed class SharedTextsTests
{
    private readonly SharedTexts _texts = new();

    [Theory]
    [InlineData("")]
    [InlineData("messages")]
    [InlineData("Zoë 🦊")]
    public void Equal_texts_are_one_string(string text)
    {
        var first = _texts.Share(Encoding.UTF8.GetBytes(text));

        var second = _texts.Share(text);

        Assert.Equal(text, first);
        Assert.Same(first, second);
    }

    [Fact]
    public void Long_text_is_shared_too()
    {
        var text = new string('é', 1000);

        Assert.Same(_texts.Share(text), _texts.Share(Encoding.UTF8.GetBytes(text)));
    }
}
