using System.Text.RegularExpressions;

namespace HtmxFlows.Tests.Rules;

/// <summary>
/// Sources, documents, starters and pages use plain technical English. The list holds phrases that this product once used and a
/// technical writer would not. An empty result does not make a text good.
/// </summary>
public sealed partial class LanguageRule
{
    static readonly string[] Kinds = [".cs", ".cshtml", ".css", ".sql", ".md", ".json"];

    /// <summary>Folders that the rule does not hold: schemas of earlier versions, as they were.</summary>
    static readonly string[] Exceptions = ["HtmxFlows.Tests/Data/Schemas/"];

    public static TheoryData<string> Folders => [.. Texts().Select(file => string.Join('/', file.Split('/')[..Math.Min(2, file.Split('/').Length - 1)])).Distinct()];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_is_in_plain_words(string folder)
    {
        var files = Texts().Where(file => file.StartsWith(folder.Length == 0 ? "" : $"{folder}/", StringComparison.Ordinal) && (folder.Length > 0 || !file.Contains('/'))).ToArray();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => File.ReadLines(Path.Combine(Source.Root, file)).Index()
            .Where(line => Find(line.Item) is not null).Select(line => $"{file}:{line.Index + 1}: {Find(line.Item)}")));
    }

    [Theory]
    [InlineData("Mend the draft", "Mend")]
    [InlineData("The run goes on with it.", "goes on")]
    [InlineData("What is wrong is told.", "is told")]
    [InlineData("for whoever comes again", "whoever")]
    [InlineData("What he wrote is in his name.", "he")]
    [InlineData("Left out, it is the input.", "Left out, it")]
    [InlineData("A spreadsheet would take it for a formula.", "take it for a")]
    [InlineData("public void A_bad_configuration_is_told()", "is told")]
    [InlineData("The header, the amendment and this resume.", null)]
    [InlineData("It takes them for loops only.", null)]
    public void The_rule_finds_phrases_and_no_parts_of_words(string text, string? phrase) => Assert.Equal(phrase, Find(text));

    /// <summary>The first phrase of the list in a text, or null. The names of tests are sentences, too.</summary>
    public static string? Find(string text) => Phrases().Match(text.Replace('_', ' ')) is { Success: true } found ? found.Value : null;

    static IEnumerable<string> Texts() =>
        new[] { "HtmxFlows", "HtmxFlows.Tests", "HtmxFlows.Benchmarks", "docs" }.Select(folder => Path.Combine(Source.Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Concat(Directory.EnumerateFiles(Source.Root))
            .Select(file => Path.GetRelativePath(Source.Root, file).Replace('\\', '/'))
            .Where(file => Kinds.Contains(Path.GetExtension(file)) && !IsMade(file) && !Exceptions.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));

    static bool IsMade(string file) =>
        file.Split('/') is [_, "bin" or "obj" or "data", ..] || file.Contains("/wwwroot/lib/", StringComparison.Ordinal) || file.EndsWith("packages.lock.json", StringComparison.Ordinal)
        || file.EndsWith("/LanguageRule.cs", StringComparison.Ordinal);

    [GeneratedRegex(
        @"\bmend(s|ed|ing)?\b|\b(go|goes|going|gone|went) on\b|\b(is|are|was|were|be|been) told\b|\bwhoever\b|\bfor ever\b|\b(come|comes|came) again\b"
        + @"|\btak(e|es|en|ing) (it |them |that |this )?for (a|an|granted|its|their)\b|\bamidst\b|\b(he|his|him|himself)\b|\bsomebody\b|\bcannot be taken so\b|\bleft out, (it|they)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Phrases();
}
