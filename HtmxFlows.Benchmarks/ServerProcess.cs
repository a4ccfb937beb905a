using System.Diagnostics;
using System.Globalization;

namespace HtmxFlows.Benchmarks;

/// <summary>A server in a process of its own, on a free loopback port, so that its cost is measured apart from the cost of its clients.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    readonly Process process;

    ServerProcess(Process process, Uri address, TimeSpan startup) => (this.process, Address, Startup) = (process, address, startup);

    public Uri Address { get; }

    /// <summary>From the start of the process to the line that says that it listens.</summary>
    public TimeSpan Startup { get; }

    /// <summary>User and system time of all its threads so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The largest working set that it ever had, in bytes.</summary>
    public long Peak
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>The app, as it was built beside this program.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="isHooked">Whether it can be asked from within; that takes it a moment more to start.</param>
    /// <param name="settings">Further arguments.</param>
    public static Task<ServerProcess> StartApp(string data, bool isHooked = true, params string[] settings)
    {
        var build = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var root = Path.GetFullPath("../../../..", build);
        var app = Path.Combine(root, "HtmxFlows", Path.GetRelativePath(Path.Combine(root, "HtmxFlows.Benchmarks"), build), "HtmxFlows.dll");
        return Start(isHooked, app, ["--urls", "http://127.0.0.1:0", "--contentRoot", Path.Combine(root, "HtmxFlows"), "--HtmxFlows:Data", data, .. settings]);
    }

    /// <summary>This program itself, in another role.</summary>
    public static Task<ServerProcess> StartSelf(params string[] arguments) => Start(isHooked: true, typeof(ServerProcess).Assembly.Location, arguments);

    /// <summary>Collects all garbage in the server.</summary>
    /// <returns>What it has then, in bytes: its working set, and of this the objects of .NET.</returns>
    public async Task<(long WorkingSet, long Objects)> Settle()
    {
        await process.StandardInput.WriteLineAsync(ServerHook.Settle);
        var answer = await Line(process, ServerHook.Settled);
        process.Refresh();
        return (process.WorkingSet64, long.Parse(answer, CultureInfo.InvariantCulture));
    }

    /// <summary>The largest working set while some work is done, in bytes, as far as looking again and again finds it.</summary>
    public async Task<long> PeakDuring(Func<Task> work)
    {
        var peak = 0L;
        for (var done = work(); ; await Task.WhenAny(done, Task.Delay(Look)))
        {
            process.Refresh();
            peak = Math.Max(peak, process.WorkingSet64);
            if (!done.IsCompleted)
                continue;
            await done;
            return peak;
        }
    }

    /// <summary>When the events of its runs had been committed.</summary>
    public async Task<IEnumerable<(Guid Run, long Seq, DateTimeOffset At)>> Moments()
    {
        await process.StandardInput.WriteLineAsync(ServerHook.Tell);
        return Benchmarks.Moments.Read(await Line(process, ServerHook.Told));
    }

    static async Task<ServerProcess> Start(bool isHooked, string assembly, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (isHooked)
            info.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ServerProcess).Assembly.Location;
        var start = Stopwatch.GetTimestamp();
        var process = Process.Start(info)!;
        var address = new Uri(await Line(process, " is ready at "));
        return new(process, address, Stopwatch.GetElapsedTime(start));
    }

    static async Task<string> Line(Process process, string mark)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at)
                return line[(at + mark.Length)..];
        }
        throw new InvalidOperationException("The server ended before it was ready.");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
