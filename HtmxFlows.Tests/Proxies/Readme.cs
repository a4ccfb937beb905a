using System.Text.RegularExpressions;
using HtmxFlows.Tests.Rules;

namespace HtmxFlows.Tests.Proxies;

/// <summary>The configurations in README.md, as a reader copies them.</summary>
static partial class Readme
{
    /// <summary>The one block of a language.</summary>
    public static string Snippet(string language)
    {
        var text = File.ReadAllText(Path.Combine(Source.Root, "README.md"));
        return Assert.Single(Blocks().Matches(text), block => block.Groups["language"].Value == language).Groups["text"].Value;
    }

    /// <summary>Replaces a text of the README, which must contain it, with the value of this machine.</summary>
    public static string With(this string snippet, string said, string here)
    {
        Assert.Contains(said, snippet, StringComparison.Ordinal);
        return snippet.Replace(said, here, StringComparison.Ordinal);
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
