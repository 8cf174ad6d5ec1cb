namespace Ringback.Cli.Demo;

/// <summary>A room of the demo; its members are those who see what happens in it, null for everyone.</summary>
internal sealed record DemoRoom(string Id, string Title, string Type, IReadOnlyList<string>? Members = null);
