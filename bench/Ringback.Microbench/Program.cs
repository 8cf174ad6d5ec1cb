using BenchmarkDotNet.Running;
using Ringback.Microbench;

BenchmarkSwitcher.FromAssembly(typeof(MicrobenchConfig).Assembly).Run(args, new MicrobenchConfig());
