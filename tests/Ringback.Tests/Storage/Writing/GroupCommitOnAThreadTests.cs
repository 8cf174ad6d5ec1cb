using Ringback.Storage.Writing;

namespace Ringback.Tests.Storage.Writing;

public sealed class GroupCommitOnAThreadTests : GroupCommitTests
{
    private protected override IWriterLoop Loop() => new WriterThread();
}
