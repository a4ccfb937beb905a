using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Functions;

/// <summary>Regular expressions, which never backtrack.</summary>
public sealed partial class PatternFunctions : FunctionFamily
{
    public override string Title => "Regular expressions";

    public override IReadOnlyList<Function> Functions { get; } =
    [
        new("matches text pattern", "Whether the pattern matches anywhere in the text.", """{{matches order.date "^\d{4}-"}}""", call => FunctionValues.Of(Pattern.IsMatch(call.Text(0), call.Text(1)))),
        new("extract text pattern [group]", "The first match, or a group of it by number or name; null if there is none.", """{{extract order.date "T(?<hour>\d+):" "hour"}}""", Extract),
        new("extract-all text pattern [group]", "All matches, or a group of each, as a list.", """{{extract-all order.date "\d+"}}""", ExtractAll),
        new("replace-all text pattern replacement", "The text with each match replaced; $1 or ${name} stands for a group, $0 for the match, $$ for a dollar sign.", """{{replace-all order.customer "(\w+) (\w+)" "$2, $1"}}""", ReplaceAll),
    ];

    static JsonElement Extract(FunctionCall call) => Pattern.Matches(call.Text(0), call.Text(1)).Select(match => Part(call, match)).FirstOrDefault(Json.Null);

    static JsonElement ExtractAll(FunctionCall call) => call.ListOf(Pattern.Matches(call.Text(0), call.Text(1)).Select(match => Part(call, match)));

    static JsonElement Part(FunctionCall call, Match match) => Of(Group(call, match, call.TextOr(2, "0")));

    static JsonElement Of(Group group) => group.Success ? Json.Text(group.Value) : Json.Null;

    static Group Group(FunctionCall call, Match match, string name) =>
        match.Groups.TryGetValue(name, out var group) ? group : throw call.Fail($"the pattern has no group {Excerpt.Of(name)}.");

    static JsonElement ReplaceAll(FunctionCall call)
    {
        var text = call.Text(0);
        (string Text, string? Group)[] parts = [.. Parts(call.Text(2))];
        using var writer = call.Write();
        var from = 0;
        foreach (var match in Pattern.Matches(text, call.Text(1)))
        {
            writer.Write(text.AsSpan(from, match.Index - from));
            foreach (var (literal, group) in parts)
                writer.Write(group is null ? literal : Group(call, match, group).ValueSpan);
            from = match.Index + match.Length;
        }
        writer.Write(text.AsSpan(from));
        return Json.Text(writer.ToString());
    }

    /// <summary>The texts of a replacement, and between them the names of groups.</summary>
    static IEnumerable<(string Text, string? Group)> Parts(string replacement)
    {
        var from = 0;
        foreach (Match place in Places().Matches(replacement))
        {
            yield return (replacement[from..place.Index], null);
            yield return place.Groups["name"] is { Success: true, Value: var name } ? ("", Number(name)) : ("$", null);
            from = place.Index + place.Length;
        }
        yield return (replacement[from..], null);
    }

    /// <summary>A number as groups are numbered, without zeros before it.</summary>
    static string Number(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : name;

    [GeneratedRegex(@"\$(?:\$|(?<name>[0-9]{1,3})|\{(?<name>\w+)\})", RegexOptions.CultureInvariant)]
    private static partial Regex Places();
}
