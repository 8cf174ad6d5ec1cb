namespace Ringback.Storage.Maintenance;

/// <summary>A row: its values in the order of the table's columns, and the key by which its own database finds it.</summary>
internal sealed record StoreRow(object?[] Values, object[] Key);
