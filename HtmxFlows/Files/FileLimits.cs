using System.ComponentModel.DataAnnotations;

namespace HtmxFlows.Files;

/// <summary>How large files may be: the configuration section <c>HtmxFlows:Files</c>.</summary>
public sealed class FileLimits
{
    public const string Section = "HtmxFlows:Files";

    /// <summary>How many files of the largest size may wait for the run that uses them, before public forms accept no more.</summary>
    public const int MostUnused = 10;

    /// <summary>The largest file, in bytes.</summary>
    [Range(1, int.MaxValue)]
    public int FileBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>How much the files that one run makes may have together, in bytes.</summary>
    [Range(1, int.MaxValue)]
    public int RunBytes { get; set; } = 1024 * 1024 * 1024;
}
