using System.Text.RegularExpressions;

namespace HtmxFlows.Tests.Rules;

/// <summary>The documented limits are named constants and settings of the sources, so that a renamed one is renamed in docs/limits.md too.</summary>
public sealed partial class LimitRule
{
    static readonly Lazy<string> Sources = new(() => string.Join('\n', Source.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).Select(Source.Read)));

    public static TheoryData<string, string> Limits => [.. Read()];

    [Theory, MemberData(nameof(Limits))]
    public void A_documented_limit_exists(string type, string name)
    {
        Assert.Matches($@"\b(class|record|struct) {type}\b", Sources.Value);
        Assert.Matches($@"\b{name}\b", Sources.Value);
    }

    /// <summary>The names in the first column; a name without a type belongs to the type before it.</summary>
    static IEnumerable<(string Type, string Name)> Read()
    {
        foreach (var row in File.ReadLines(Path.Combine(Source.Root, "docs", "limits.md")).Where(row => row.StartsWith("| `", StringComparison.Ordinal)))
        {
            var type = "";
            foreach (var parts in Name().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value).Where(name => !name.Contains(':', StringComparison.Ordinal)).Select(name => name.Split('.')))
            {
                type = parts.Length > 1 ? parts[0] : type;
                if (type.Length > 0)
                    yield return (type, parts[^1]);
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
