using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HtmxFlows.Nodes;

/// <summary>How the process is started that reads PDF documents: this program again, with a limit of memory and nothing of the server's settings.</summary>
static class PdfProgram
{
    /// <summary>The memory of the objects of a worker, in megabytes.</summary>
    public const int Megabytes = 512;

    public static ProcessStartInfo StartInfo()
    {
        var host = FindHost();
        var start = new ProcessStartInfo
        {
            FileName = host ?? Path.Combine(AppContext.BaseDirectory, typeof(PdfProgram).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : "")),
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        foreach (var argument in host is null ? [PdfHost.Argument] : new[] { "exec", OwnAssembly, PdfHost.Argument })
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in Environment())
            start.Environment[name] = value;
        return start;
    }

    static IEnumerable<(string Name, string Value)> Environment()
    {
        yield return ("DOTNET_GCHeapHardLimit", string.Create(CultureInfo.InvariantCulture, $"0x{Megabytes * 1024L * 1024:x}"));
        yield return ("DOTNET_gcServer", "0");
        yield return ("DOTNET_gcConcurrent", "0");
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
    static string OwnAssembly => typeof(PdfProgram).Assembly.Location;
#pragma warning restore IL3000
}
