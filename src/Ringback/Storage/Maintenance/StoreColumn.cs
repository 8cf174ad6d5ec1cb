namespace Ringback.Storage.Maintenance;

/// <summary>A column, and what its values are whatever the database.</summary>
internal sealed record StoreColumn(string Name, ColumnKind Kind);

/// <summary>What a value is: each is one type of .NET, and null where there is none.</summary>
internal enum ColumnKind { Integer, Flag, Text, Bytes, Id, Time, Words, Times }
