namespace Ringback.LoadTest;

/// <summary>A reason, in words for the person at the terminal, why a measurement cannot be made.</summary>
internal sealed class LoadTestException(string message) : Exception(message);
