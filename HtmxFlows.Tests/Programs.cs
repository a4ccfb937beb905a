namespace HtmxFlows.Tests;

/// <summary>Programs outside .NET that some tests need. The build installs them where it may: <c>.build/programs.sh</c>.</summary>
static class Programs
{
    /// <summary>Skips the current test if a program is missing, and fails it where the environment variable <c>CI</c> is set.</summary>
    /// <param name="name">The program and its Debian package.</param>
    /// <param name="path">Where it is; null if it is nowhere.</param>
    /// <returns>Its path.</returns>
    public static string Require(string name, string? path) => Require(name, path, Environment.GetEnvironmentVariable("CI"));

    internal static string Require(string name, string? path, string? ci)
    {
        var missing = $"This test needs {name}, which is not installed. On Debian: apt-get install {name}";
        Assert.False(path is null && ci is { Length: > 0 }, missing);
        Assert.SkipWhen(path is null, missing);
        return path!;
    }
}
