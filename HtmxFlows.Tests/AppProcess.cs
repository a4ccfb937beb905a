using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace HtmxFlows.Tests;

/// <summary>The app as its own process on loopback, with its data in a given folder: it can be killed.</summary>
sealed partial class AppProcess : IAsyncDisposable
{
    /// <summary>The setting of an app whose workflows call the peers of the tests.</summary>
    public const string CallsPeers = "Outbound:AllowedNetworks=127.0.0.0/8";

    const string ReadyLine = "HtmxFlows is ready at ";

    readonly Process process;
    readonly ConcurrentQueue<string> lines = [];
    readonly TaskCompletionSource<Uri> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    AppProcess(ProcessStartInfo start)
    {
        process = new() { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The app ended before it was ready: {Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its address, once it is ready.</summary>
    public Task<Uri> Ready => ready.Task;

    /// <summary>What it has written so far.</summary>
    public string Output => string.Join('\n', lines);

    /// <summary>The exceptions that it has written, each once, with the first line of the product in its trace and its count.</summary>
    public string Exceptions => string.Join('\n', lines.Index().Where(line => Thrown().IsMatch(line.Item))
        .GroupBy(line => $"{line.Item.Trim()} {lines.Skip(line.Index + 1).Take(60).FirstOrDefault(next => next.Contains("at HtmxFlows.", StringComparison.Ordinal))?.Trim()}")
        .OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} × {group.Key}"));

    /// <summary>The id of the process.</summary>
    public int Id => process.Id;

    /// <summary>Whether the process still runs.</summary>
    public bool IsAlive => !process.HasExited;

    /// <summary>Ends when the process has ended, for whatever reason.</summary>
    public Task Ended => process.WaitForExitAsync();

    /// <summary>The most memory that the process has had resident so far, in bytes.</summary>
    public long PeakMemory => Kilobytes("VmHWM") * 1024;

    /// <summary>Starts the app without waiting until it is ready.</summary>
    /// <param name="data">The folder for its data.</param>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="settings">Further settings, <c>name=value</c>.</param>
    public static AppProcess Launch(string data, int port = 0, params IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "HtmxFlows.dll"), "--urls", $"http://127.0.0.1:{port}", $"HtmxFlows:Data={data}" },
        };
        // As in the project file of the tests.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var setting in settings)
            start.ArgumentList.Add(setting);
        return new(start);
    }

    /// <summary>Ends it like <c>kill -9</c>, without notice.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM, like a service manager, and waits for the end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Stop()
    {
        using var asking = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Waits for its end without sending a signal.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> End()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Kill();
        process.Dispose();
    }

    long Kilobytes(string name)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\s*(---> )?[\w.]+Exception(\b.*)?: ")]
    private static partial Regex Thrown();

    void Read(string? line)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        if (line.StartsWith(ReadyLine, StringComparison.Ordinal))
            ready.TrySetResult(new(line[ReadyLine.Length..]));
    }
}
