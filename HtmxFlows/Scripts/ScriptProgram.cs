using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HtmxFlows.Scripts;

/// <summary>How a worker process is started: this program again, in a role of its own, with nothing of the server's settings.</summary>
static class ScriptProgram
{
    /// <param name="role">The argument that says what the process is for.</param>
    /// <param name="megabytes">The memory of its objects.</param>
    public static ProcessStartInfo StartInfo(string role, int megabytes)
    {
        var start = new ProcessStartInfo
        {
            FileName = FindHost() ?? OwnExecutable,
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        if (FindHost() is not null)
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(OwnAssembly);
        }
        start.ArgumentList.Add(role);
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
        // Nothing on the machine can look into it.
        yield return ("DOTNET_EnableDiagnostics", "0");
        yield return ("DOTNET_TieredPGO", "0");
        // Windows starts no program without it.
        if (System.Environment.GetEnvironmentVariable("SystemRoot") is { } root)
            yield return ("SystemRoot", root);
    }

    /// <summary>The <c>dotnet</c> that this process runs on; null if the app has its own runtime in it.</summary>
    static string? FindHost()
    {
        if (OwnAssembly.Length == 0)
            return null;
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(host) ? host : null;
    }

    /// <summary>The app's assembly, which is not the entry assembly if tests host the app; empty if the app is a single file.</summary>
#pragma warning disable IL3000 // An empty path says that it is a single file.
    static string OwnAssembly => typeof(ScriptProgram).Assembly.Location;
#pragma warning restore IL3000

    static string OwnExecutable => Path.Combine(AppContext.BaseDirectory, typeof(ScriptProgram).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
}
