using System.CommandLine;
using System.Runtime.InteropServices;

namespace Ringback.LoadTest.Sink;

/// <summary>The hidden command that is the sink's process: obeys one line at a time and ends with its input.</summary>
internal static class SinkCommand
{
    public const string Name = "sink";

    public static Command Build()
    {
        var command = new Command(Name, "Receives callbacks; started by the other commands.") { Hidden = true };
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var sink = new SinkServer();
        Console.WriteLine(sink.Port);
        while (Console.ReadLine() is { } line)
        {
            Console.WriteLine(Obey(sink, line.Split(' ')));
        }

        return 0;
    }

    private static string Obey(SinkServer sink, string[] words)
    {
        switch (words)
        {
            case ["expect", var events, var fanout, var rooms]:
                sink.Ledger.Expect(int.Parse(events), int.Parse(fanout), int.Parse(rooms));
                break;
            case ["rule", var prefix, var behaviour]:
                sink.Rules.Set(prefix, Enum.Parse<Behaviour>(behaviour));
                sink.CloseParked();
                break;
            case ["tls", var hosts, var authority]:
                return sink.ListenTls(int.Parse(hosts), authority).ToString();
            case ["handshakes"]:
                return sink.Handshakes.ToString();
            case ["refuse"]:
                sink.Refuse();
                break;
            case ["listen"]:
                sink.Listen();
                break;
            case ["mark"]:
                sink.Ledger.Mark();
                break;
            case ["counts"]:
                return sink.Ledger.Counts().ToLine();
            case ["dump", var path]:
                sink.Ledger.Dump(path);
                break;
            default:
                return "unknown";
        }

        return "done";
    }
}
