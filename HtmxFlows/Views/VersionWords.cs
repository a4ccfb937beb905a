using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>Versions in words. Published ones are numbered by publication, and others have the time at which they were kept.</summary>
public static class VersionWords
{
    /// <summary>Version 3, or Draft of 23 Nov 2026, 14:03.</summary>
    public static string Name(this WorkflowVersion version) => version.Number is { } number ? $"Version {number}" : $"Draft of {version.CreatedAt.DayAndTime()}";
}
