namespace Ringback.Server.Http;

/// <summary>A request record while it is read.</summary>
internal sealed class RequestRecord<T>(T value)
{
    /// <summary>The record, with all its members but the one that may be anything.</summary>
    public T Value { get; } = value;

    /// <summary>The text of the member that may be any JSON; empty when it is absent.</summary>
    public ReadOnlyMemory<byte> Any { get; set; }
}
