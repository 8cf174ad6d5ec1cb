namespace Ringback.Cli.Demo;

/// <summary>Somebody who acts in the demo.</summary>
internal sealed record DemoPerson(string Id, string Name, string Email);
