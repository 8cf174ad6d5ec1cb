namespace Ringback.Installation;

/// <summary>The store cannot take or give anything at the moment: its disk is full, or its database is away.</summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
