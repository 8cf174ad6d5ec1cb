namespace Ringback.LoadTest.Server;

/// <summary>An accepted publish: how many deliveries it promised, and how many tries it took.</summary>
internal readonly record struct PublishAnswer(int Matched, int Tries);
