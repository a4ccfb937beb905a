using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HtmxFlows.Data;

/// <summary>How a worker process is started: this program again, in a role of its own, with a limit of memory and nothing of the server's settings.</summary>
static class WorkerProgram
{
    /// <param name="role">The argument that gives the program its role.</param>
    /// <param name="megabytes">The memory of its objects.</param>
    public static ProcessStartInfo StartInfo(string role, int megabytes)
    {
        var host = FindHost();
        var start = new ProcessStartInfo
        {
            FileName = host ?? OwnExecutable,
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        foreach (var argument in host is null ? [role] : new[] { "exec", OwnAssembly, role })
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in Environment(megabytes))
            start.Environment[name] = value;
        return start;
    }

    static IEnumerable<(string Name, string Value)> Environment(int megabytes)
    {
        yield return ("DOTNET_GCHeapHardLimit", string.Create(CultureInfo.InvariantCulture, $"0x{megabytes * 1024L * 1024:x}"));
        yield return ("DOTNET_gcServer", "0");
        yield return ("DOTNET_gcConcurrent", "0");
        yield return ("DOTNET_GCConserveMemory", "0");
        yield return ("DOTNET_TieredPGO", "0");
        // Nothing on the machine can look into it, and an end by a stack overflow writes no dump.
        yield return ("DOTNET_EnableDiagnostics", "0");
        // Windows starts no program without it.
        if (System.Environment.GetEnvironmentVariable("SystemRoot") is { } root)
            yield return ("SystemRoot", root);
    }

    /// <summary>The <c>dotnet</c> that this process runs on; null if the app has its own runtime in it.</summary>
    static string? FindHost()
    {
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return OwnAssembly.Length > 0 && File.Exists(host) ? host : null;
    }

    /// <summary>The app's assembly, which is not the entry assembly if tests host the app; empty if the app is a single file.</summary>
#pragma warning disable IL3000 // An empty path says that it is a single file.
    static string OwnAssembly => typeof(WorkerProgram).Assembly.Location;
#pragma warning restore IL3000

    static string OwnExecutable => Path.Combine(AppContext.BaseDirectory, typeof(WorkerProgram).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
}
