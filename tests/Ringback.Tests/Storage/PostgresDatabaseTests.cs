using Ringback.Installation;
using Ringback.Storage.Postgres;

namespace Ringback.Tests.Storage;

/// <summary>What is decided about a PostgreSQL server before it is used.</summary>
public sealed class PostgresDatabaseTests
{
    [Fact]
    public void Server_that_is_too_old_is_named_with_the_oldest_that_will_do()
    {
        var error = Assert.Throws<StoreUnusableException>(
            () => PostgresDatabase.RefuseOldServer(new Version(14, 19), "db:5432/ringback"));

        Assert.Equal("The PostgreSQL server at db:5432/ringback is version 14.19; 15 is the oldest supported.", error.Message);
    }

    [Fact]
    public void Oldest_supported_server_is_let_pass() =>
        PostgresDatabase.RefuseOldServer(new Version(15, 0), "db:5432/ringback");
}
