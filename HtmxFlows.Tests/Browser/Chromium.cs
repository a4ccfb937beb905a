namespace HtmxFlows.Tests.Browser;

/// <summary>The Chromium or Chrome that the browser tests drive.</summary>
static class Chromium
{
    // The shell first: a window, though invisible, takes most of the processor time of a browser test.
    static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

    // Outside PATH.
    static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "Google/Chrome/Application/chrome.exe"),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86), "Microsoft/Edge/Application/msedge.exe"),
    ];

    /// <summary>The path for Playwright's <c>ExecutablePath</c>; null stands for the browser that Playwright itself has installed, if any.</summary>
    public static string? ExecutablePath { get; } = Find(Environment.GetEnvironmentVariable);

    /// <param name="variable">Reads an environment variable; <c>CHROME</c> wins over <c>PATH</c>.</param>
    /// <exception cref="InvalidOperationException"><c>CHROME</c> names no file.</exception>
    internal static string? Find(Func<string, string?> variable)
    {
        if (variable("CHROME") is { Length: > 0 } chosen)
            return File.Exists(chosen) ? chosen : throw new InvalidOperationException($"CHROME is {chosen}, but there is no such file.");

        var folders = (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + extension))).Concat(Places).FirstOrDefault(File.Exists);
    }
}
