namespace HtmxFlows.Tests.Rules;

/// <summary>The product's own source, which rules look at.</summary>
static class Source
{
    public static string Root { get; } = FindRoot();

    /// <summary>The hand-written files of the product, by their paths in its folder.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "HtmxFlows"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Root, "HtmxFlows"), file).Replace('\\', '/'))
            .Where(file => file.Split('/')[0] is not ("bin" or "obj" or "data") && !file.StartsWith("wwwroot/lib/", StringComparison.Ordinal)),
    ];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, "HtmxFlows", file));

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HtmxFlows.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
