using System.Globalization;

namespace HtmxFlows.Benchmarks;

/// <summary>How many files a process may have open. Each viewer is one, here and in the server.</summary>
static class OpenFiles
{
    const string Limits = "/proc/self/limits", Mark = "Max open files";

    // What a process has open besides.
    const int Others = 500;

    /// <summary>Whether there may be so many viewers; if not, says so.</summary>
    public static bool Allow(Report report, int viewers)
    {
        var needed = viewers + Others;
        if (Most() is not { } most || most >= needed)
            return true;
        report.Note(string.Create(CultureInfo.InvariantCulture, $"LEFT OUT: {viewers:N0} viewers need {needed:N0} open files, and {most:N0} are allowed. Raise it: ulimit -n {needed}"));
        return false;
    }

    /// <summary>As it is now, after .NET has raised it as far as it may; null where there is no such limit.</summary>
    static long? Most()
    {
        var line = File.Exists(Limits) ? File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal)) : null;
        return long.TryParse(line?[Mark.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;
    }
}
