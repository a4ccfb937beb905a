namespace HtmxFlows.Tests.Browser;

/// <summary>The Chromium or Chrome that the browser tests drive.</summary>
static class Chromium
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

    // Where they are when PATH does not say so.
    static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "Google/Chrome/Application/chrome.exe"),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86), "Microsoft/Edge/Application/msedge.exe"),
    ];

    static readonly Lazy<string?> Executable = new(FindOrInstall);

    /// <summary>The path for Playwright's <c>ExecutablePath</c>; null is the browser that Playwright installed itself.</summary>
    /// <exception cref="InvalidOperationException">There is none and none can be had; the message says what to install.</exception>
    public static string? ExecutablePath => Executable.Value;

    static string? FindOrInstall()
    {
        if (Find(Environment.GetEnvironmentVariable) is { } path)
            return path;

        if (Microsoft.Playwright.Program.Main(["install", "chromium"]) == 0)
            return null;

        throw new InvalidOperationException(
            "The browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium), or set CHROME to its path.");
    }

    /// <param name="variable">Reads an environment variable; <c>CHROME</c> goes before <c>PATH</c>.</param>
    internal static string? Find(Func<string, string?> variable)
    {
        if (variable("CHROME") is { Length: > 0 } chosen)
            return File.Exists(chosen) ? chosen : throw new InvalidOperationException($"CHROME is {chosen}, but there is no such file.");

        var folders = (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + extension))).Concat(Places).FirstOrDefault(File.Exists);
    }
}
