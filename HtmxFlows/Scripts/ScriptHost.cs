using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HtmxFlows.Scripts;

/// <summary>
/// A worker process: reads scripts line by line, runs one after the other, and answers each with a line. It ends when its input ends, and so
/// with the server, whatever its script does.
/// </summary>
static class ScriptHost
{
    /// <summary>The argument that makes the program a worker.</summary>
    public const string Argument = "script-worker";

    // What a script nests, the engine nests several times. Unused stack takes no memory.
    const int StackBytes = 16 * 1024 * 1024;

    // A process that waits for its next script gives back what a large one took.
    const long MuchMemory = 48 * 1024 * 1024;

    /// <summary>The line that stops the script before it.</summary>
    public static ReadOnlyMemory<byte> Stop { get; } = "stop\n"u8.ToArray();

    /// <returns>The exit code of the process.</returns>
    public static int Run()
    {
        LowerPriority();
        // Meant for the server, which still needs its scripts while it stops: a terminal and a service manager signal to all processes.
        using var interrupt = Ignore(PosixSignal.SIGINT);
        using var terminate = Ignore(PosixSignal.SIGTERM);
        using var hangUp = Ignore(PosixSignal.SIGHUP);
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        var (engine, jobs) = (new ScriptEngine(), new BlockingCollection<byte[]>());
        new Thread(() => Work(engine, jobs, output), StackBytes) { IsBackground = true }.Start();
        var lines = new LineReader(input, int.MaxValue);
        while (lines.Read() is { } line)
        {
            if (line.Span.SequenceEqual(Stop.Span[..^1]))
                engine.Stop.Set();
            else
                Begin(engine, jobs, line);
        }
        return 0;
    }

    static PosixSignalRegistration Ignore(PosixSignal signal) => PosixSignalRegistration.Create(signal, context => context.Cancel = true);

    static void Begin(ScriptEngine engine, BlockingCollection<byte[]> jobs, ReadOnlyMemory<byte> line)
    {
        engine.Stop.Clear();
        jobs.Add(line.ToArray());
    }

    static void Work(ScriptEngine engine, BlockingCollection<byte[]> jobs, Stream output)
    {
        foreach (var job in jobs.GetConsumingEnumerable())
        {
            output.Write(engine.Run(ScriptJob.Read(job)).Span);
            output.Flush();
            if (GC.GetTotalMemory(forceFullCollection: false) > MuchMemory)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }

    /// <summary>Like the threads on which nodes compute, so that the server answers during any computation.</summary>
    static void LowerPriority()
    {
        try
        {
            using var self = Process.GetCurrentProcess();
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Win32Exception)
        {
            // It is lower already.
        }
    }
}
