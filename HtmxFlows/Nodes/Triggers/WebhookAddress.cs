using System.Text.RegularExpressions;

namespace HtmxFlows.Nodes;

/// <summary>The address of a webhook or form as its configuration has it: a key, and behind it names for parts of the path, as in <c>orders/:id</c>.</summary>
public static partial class WebhookAddress
{
    /// <summary>The part of the path that leads to the draft.</summary>
    public const string Draft = "draft";

    const int LongestKey = 64;

    /// <summary>What is wrong with it, in a sentence; null if nothing is.</summary>
    public static string? FindProblem(string address) => address.Length == 0 ? null
        : !Key().IsMatch(KeyOf(address)) ? $"The address begins with a word of 1 to {LongestKey} letters, digits, - and _."
        : PartsOf(address).FirstOrDefault(part => !Part().IsMatch(part)) is { } wrong ? $"“{wrong}” is no part of an address. Use letters, digits, - and _, or a name for a part: `:id`."
        : PartsOf(address) is [Draft, ..] ? $"“{Draft}” leads to the draft. Use another word."
        : PartsOf(address).Where(part => part[0] == ':').GroupBy(part => part).FirstOrDefault(same => same.Count() > 1) is { } twice ? $"The name `{twice.Key}` is there twice. Use another one."
        : null;

    /// <summary>The first part, by which the address is looked up.</summary>
    public static string KeyOf(string address) => address.Split('/')[0];

    /// <summary>The parameters of a path behind the key; null if the path is not one of this address. Without parts, every path is.</summary>
    /// <param name="path">Without slashes at its ends.</param>
    public static IReadOnlyDictionary<string, string>? Match(string address, string path)
    {
        var parts = PartsOf(address);
        if (parts.Length == 0)
            return new Dictionary<string, string>();
        var given = path.Split('/');
        return parts.Length == given.Length && parts.Zip(given).All(pair => pair.First[0] == ':' ? pair.Second.Length > 0 : pair.First == pair.Second)
            ? parts.Zip(given).Where(pair => pair.First[0] == ':').ToDictionary(pair => pair.First[1..], pair => pair.Second) : null;
    }

    static string[] PartsOf(string address) => [.. address.Split('/').Skip(1)];

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Key();

    [GeneratedRegex("^:?[A-Za-z0-9_-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Part();
}
