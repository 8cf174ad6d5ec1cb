using System.CommandLine;
using Ringback.LoadTest.Modes;
using Ringback.LoadTest.Sink;

return await new RootCommand("Measures a whole Ringback server; sink, server and load are processes of their own.")
{
    CeilingMode.Build(),
    ThroughputMode.Build(),
    LatencyMode.Build(),
    IsolationMode.Build(),
    BacklogMode.Build(),
    ScaleMode.Build(),
    HistoryMode.Build(),
    RecoveryMode.Build(),
    SinkCommand.Build(),
}.Parse(args).InvokeAsync();
