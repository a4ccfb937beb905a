using System.Diagnostics;
using System.Globalization;

namespace HtmxFlows.Benchmarks;

/// <summary>A server in a process of its own, on a free loopback port, so that what it costs can be told apart from what its clients cost.</summary>
sealed class ServerProcess : IAsyncDisposable
{
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

    /// <summary>The app, as it was built beside this program.</summary>
    /// <param name="data">Its data folder.</param>
    public static Task<ServerProcess> StartApp(string data)
    {
        var build = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var root = Path.GetFullPath("../../../..", build);
        var app = Path.Combine(root, "HtmxFlows", Path.GetRelativePath(Path.Combine(root, "HtmxFlows.Benchmarks"), build), "HtmxFlows.dll");
        return Start(app, "--urls", "http://127.0.0.1:0", "--contentRoot", Path.Combine(root, "HtmxFlows"), "--HtmxFlows:Data", data);
    }

    /// <summary>This program itself, in another role.</summary>
    public static Task<ServerProcess> StartSelf(params string[] arguments) => Start(typeof(ServerProcess).Assembly.Location, arguments);

    /// <summary>Collects all garbage in the server.</summary>
    /// <returns>What it has then, in bytes: its working set, and of this the objects of .NET.</returns>
    public async Task<(long WorkingSet, long Objects)> Settle()
    {
        await process.StandardInput.WriteLineAsync(SettlingHook.Request);
        var answer = await Line(process, SettlingHook.Answer);
        process.Refresh();
        return (process.WorkingSet64, long.Parse(answer, CultureInfo.InvariantCulture));
    }

    static async Task<ServerProcess> Start(string assembly, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
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
