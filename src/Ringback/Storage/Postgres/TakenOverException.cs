namespace Ringback.Storage.Postgres;

/// <summary>Another process has taken over what this one owned.</summary>
internal sealed class TakenOverException() : Exception("Another process has taken over.");
