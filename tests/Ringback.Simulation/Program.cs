using Ringback.Simulation;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The simulator's own command line; all else is for the test runner.
return args.Any(static argument => argument.StartsWith("--seed", StringComparison.Ordinal) || argument is "--from" or "--store")
    ? SimulationCommand.Run(args, Console.Out)
    : args.Any(static argument => argument is "--server" or "--internal-msbuild-node")
        ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : await ConsoleRunner.Run(args);
