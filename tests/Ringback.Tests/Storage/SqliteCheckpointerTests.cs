using Ringback.Storage.Sqlite;

namespace Ringback.Tests.Storage;

public sealed class SqliteCheckpointerTests : IDisposable
{
    private const int PageSize = 4096;
    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
    private readonly SqliteSession _session;

    public SqliteCheckpointerTests()
    {
        _session = new SqliteSession(SqliteDatabase.Connect(_folder));
        _session.Prepare("CREATE TABLE bodies (body BLOB NOT NULL)").Run();
        _session.TakePagesWritten();
    }

    [Fact]
    public void Log_is_moved_into_the_file_once_it_is_long_enough()
    {
        var before = FileLength();
        using (var checkpointer = NewCheckpointer())
        {
            checkpointer.Committed(Write(SqliteCheckpointer.Interval / 2));
            checkpointer.Committed(Write(SqliteCheckpointer.Interval / 2));
        }

        Assert.True(before < 100 * PageSize, $"The file had {before} bytes before.");
        Assert.True(FileLength() >= SqliteCheckpointer.Interval * PageSize, $"The file has {FileLength()} bytes.");
    }

    [Fact]
    public void Short_log_is_left_where_it_is()
    {
        var before = FileLength();
        using (var checkpointer = NewCheckpointer())
        {
            checkpointer.Committed(Write(SqliteCheckpointer.Interval / 2));
        }

        Assert.Equal(before, FileLength());
    }

    [Fact]
    public void Reader_that_goes_on_does_not_stop_it()
    {
        using var reader = new SqliteSession(SqliteDatabase.Connect(_folder));
        reader.Prepare("BEGIN").Run();
        var view = reader.Prepare("SELECT count(*) FROM bodies");
        view.Step();
        using (var checkpointer = NewCheckpointer())
        {
            checkpointer.Committed(Write(SqliteCheckpointer.Interval));
        }

        // What the reader sees is what it saw; the rest waits for the next time.
        view.Reset();
        Assert.True(view.Step());
        Assert.Equal(0, view.Integer(0));
        view.Reset();
        reader.Rollback();

        using (var checkpointer = NewCheckpointer())
        {
            checkpointer.Committed(SqliteCheckpointer.Interval);
        }

        Assert.True(FileLength() >= SqliteCheckpointer.Interval * PageSize, $"The file has {FileLength()} bytes.");
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private SqliteCheckpointer NewCheckpointer() => new(new SqliteSession(SqliteDatabase.Connect(_folder)));

    private long FileLength() => new FileInfo(SqliteDatabase.FileIn(_folder)).Length;

    // A body takes a page for itself.
    private int Write(int pages)
    {
        _session.Prepare("BEGIN").Run();
        for (var written = 0; written < pages; written++)
        {
            _session.Prepare("INSERT INTO bodies (body) VALUES (zeroblob(4000))").Run();
        }

        _session.Prepare("COMMIT").Run();
        var counted = _session.TakePagesWritten();
        Assert.InRange(counted, pages, pages * 11 / 10);
        return counted;
    }
}
