using Microsoft.Extensions.Time.Testing;
using Ringback.Storage.Sqlite;
using Ringback.Tests.Storage.Writing;

namespace Ringback.Tests.Storage;

public sealed class SqliteCommitterTests
{
    [Fact]
    public async Task Nothing_after_the_commit_makes_it_look_as_if_it_had_failed()
    {
        var folder = Directory.CreateTempSubdirectory("ringback-");
        try
        {
            var time = new FakeTimeProvider();
            var log = new WriteAheadLog("no\0path", new ThrowingLogger(), time);
            var committer = new SqliteCommitter(new SqliteSession(SqliteDatabase.Connect(folder.FullName)), log);
            await using (committer)
            {
                time.Advance(TimeSpan.FromMinutes(1));

                await committer.CommitAsync([new WriteAction(static session => session.Prepare("CREATE TABLE t (a)").Run())]);

                var session = await committer.SessionAsync();
                var found = session!.Prepare("SELECT 1 FROM sqlite_schema WHERE name = 't'");
                Assert.True(found.Step());
                found.Reset();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
