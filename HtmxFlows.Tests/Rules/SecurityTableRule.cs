using System.Reflection;
using System.Text.RegularExpressions;

namespace HtmxFlows.Tests.Rules;

/// <summary>
/// The tables of docs/security.md have every requirement of OWASP ASVS 5.0, levels 1 and 2, once, and name tests that exist. The file
/// asvs-5.0.0.txt lists the requirements with their levels.
/// </summary>
public sealed partial class SecurityTableRule
{
    static readonly string[] Reasons = ["By design: ", "By operation: ", "Documented: ", "Documented below, ", "Does not apply: ", "**Partly**: ", "**Not met**: "];

    static readonly Lazy<IReadOnlyDictionary<string, string>> Levels = new(() =>
        File.ReadLines(Path.Combine(Source.Root, "HtmxFlows.Tests", "Rules", "asvs-5.0.0.txt")).Select(line => line.Split(' ')).ToDictionary(line => line[0], line => line[1]));

    static readonly Lazy<IReadOnlyList<Row>> Rows = new(() =>
    [
        .. from line in File.ReadLines(Path.Combine(Source.Root, "docs", "security.md"))
           where line.StartsWith("| v5.0.0-", StringComparison.Ordinal)
           let cells = line.Split('|', StringSplitOptions.TrimEntries)
           select new Row([.. cells[1].Split(", ").Select(number => number["v5.0.0-".Length..])], cells[2], cells[4]),
    ]);

    [Fact]
    public void Every_requirement_stands_once_and_with_its_level()
    {
        Assert.Equal(Levels.Value.Keys.Order(StringComparer.Ordinal), Rows.Value.SelectMany(row => row.Numbers).Order(StringComparer.Ordinal));
        Assert.All(Rows.Value, row => Assert.Equal(string.Join(", ", row.Numbers.Select(number => Levels.Value[number]).Distinct().Order()), row.Level));
    }

    [Fact]
    public void Every_row_names_a_test_or_a_reason() =>
        Assert.All(Rows.Value, row => Assert.True(row.Held.StartsWith('`') || Reasons.Any(reason => row.Held.StartsWith(reason, StringComparison.Ordinal)), row.Held));

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var named = Rows.Value.SelectMany(row => TestName().Matches(row.Held)).Select(match => match.Groups[1].Value).ToHashSet();
        var tests = from type in typeof(SecurityTableRule).Assembly.GetTypes()
                    from method in type.GetMethods()
                    where method.GetCustomAttribute<FactAttribute>() is not null
                    select $"{type.Name}.{method.Name}";

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(tests));
    }

    [GeneratedRegex(@"`(\w+\.[A-Z]\w+)`")]
    private static partial Regex TestName();

    sealed record Row(IReadOnlyList<string> Numbers, string Level, string Held);
}
