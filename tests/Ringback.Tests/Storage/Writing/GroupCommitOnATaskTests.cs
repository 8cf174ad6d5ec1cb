using Ringback.Storage.Writing;

namespace Ringback.Tests.Storage.Writing;

public sealed class GroupCommitOnATaskTests : GroupCommitTests
{
    private protected override IWriterLoop Loop() => new WriterTask();
}
