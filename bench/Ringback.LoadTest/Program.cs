using System.CommandLine;
using Ringback.LoadTest.Flooding;
using Ringback.LoadTest.Modes;
using Ringback.LoadTest.Sink;

return await new RootCommand("Measures a whole Ringback server; sink, server and load are processes of their own.")
{
    CeilingMode.Build(),
    ThroughputMode.Build(),
    LatencyMode.Build(),
    IsolationMode.Build(),
    TenantsMode.Build(),
    PublishMode.Build(),
    HttpsMode.Build(),
    BacklogMode.Build(),
    LanesMode.Build(),
    ListsMode.Build(),
    ScaleMode.Build(),
    HistoryMode.Build(),
    RecoveryMode.Build(),
    SinkCommand.Build(),
    FloodCommand.Build(),
}.Parse(args).InvokeAsync();
