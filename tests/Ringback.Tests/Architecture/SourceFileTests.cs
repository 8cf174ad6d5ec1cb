using System.Text.RegularExpressions;

namespace Ringback.Tests.Architecture;

/// <summary>The reader behind the other tests of this folder: if it saw nothing, everything would pass.</summary>
public sealed class SourceFileTests
{
    private static readonly SourceFile Sample = new(
        "src/Ringback/Events/SampleStore.Rows.cs",
        """
        using Ringback.Delivery;
        // using Ringback.Access;
        namespace Ringback.Events;

        /// <summary>Not <see cref="Ringback.Storage.Store"/>.</summary>
        [Sealed("why")] internal sealed partial class SampleStore<T>(int a) : Base
        {
            private Ringback.Webhooks.Index _index;

            private enum Inner { One }
        }

        public readonly record struct Tiny(
            int A,
            int B);

        internal enum Mode { On, Off }
        internal sealed class TinyValidator;
        internal interface ITiny;
        internal delegate Task<int> Handler<T>(
            T item);
        """.Split('\n'));

    [Fact]
    public void Types_are_those_outside_any_other_with_their_length() => Assert.Equal(
        [
            new("SampleStore", "class", IsPartial: true, 6),
            new("Tiny", "record", IsPartial: false, 3),
            new("Mode", "enum", IsPartial: false, 1),
            new("TinyValidator", "class", IsPartial: false, 1),
            new("ITiny", "interface", IsPartial: false, 1),
            new("Handler", "delegate", IsPartial: false, 2),
        ],
        Sample.Types);

    [Fact]
    public void Companions_are_small_and_plain() =>
        Assert.Equal([true, true, true, true, false, false], Sample.Types.Select(type => type.IsCompanion));

    [Fact]
    public void Subject_is_the_first_part_of_the_name() => Assert.Equal("SampleStore", Sample.Subject);

    [Fact]
    public void Names_used_are_those_of_the_code_alone() =>
        Assert.Equal(["Delivery", "Webhooks"], Sample.NamesUnder("Ringback"));

    [Fact]
    public void Matches_are_those_of_the_code_alone()
    {
        Assert.True(Sample.Matches(new Regex("_index")));
        Assert.False(Sample.Matches(new Regex("Storage|Access")));
    }
}
