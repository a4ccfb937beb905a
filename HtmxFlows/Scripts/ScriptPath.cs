using Acornima.Ast;
using HtmxFlows.Expressions;

namespace HtmxFlows.Scripts;

/// <summary>A path from a name of the run's data, as a script has it: <c>nodes.fetch["body"]</c>, or by the keys of a pattern.</summary>
sealed record ScriptPath(IReadOnlyList<ScriptPath.Segment> Segments)
{
    /// <summary>The names of the run's data that a script may see.</summary>
    public static readonly HashSet<string> Roots = ["prompt", "input", "nodes", "run", "trigger", "item", "index"];

    /// <summary>How a name is written.</summary>
    public enum Form
    {
        /// <summary>The first name.</summary>
        Root,

        /// <summary>The first name, which is also the key of an object: <c>{ input }</c>.</summary>
        Shorthand,

        /// <summary>A member: with a point, in brackets, or after <c>?.</c></summary>
        Member,

        /// <summary>A key of a pattern that names its variable: <c>{ fetch: answer }</c>.</summary>
        Key,

        /// <summary>A key of a pattern that is its variable too: <c>{ fetch }</c>.</summary>
        Variable,
    }

    /// <param name="Start">Where it begins in the script, with the point or bracket of a member.</param>
    /// <param name="IsOptional">Whether a member follows <c>?.</c></param>
    public sealed record Segment(string Name, int Start, int End, Form Form, bool IsOptional = false);

    public string Root => Segments[0].Name;

    public IReadOnlyList<string> Names { get; } = [.. Segments.Select(segment => segment.Name)];

    /// <summary>The path that an expression is; null if it is none, or has names that are only known when the script runs.</summary>
    public static ScriptPath? Of(Node expression) => expression switch
    {
        Identifier root when Roots.Contains(root.Name) => new([new(root.Name, root.Start, root.End, Form.Root)]),
        ChainExpression optional => Of(optional.Expression),
        MemberExpression { Property: var property } member when (member.Computed ? property is StringLiteral : property is Identifier) && Of(member.Object) is { } before =>
            before.With(new(NameOf(property), member.Object.End, member.End, Form.Member, member.Optional)),
        _ => null,
    };

    /// <summary>The name of a key or a member.</summary>
    public static string NameOf(Node key) => key is StringLiteral text ? text.Value : ((Identifier)key).Name;

    public ScriptPath With(Segment next) => new([.. Segments, next]);

    /// <summary>What is written instead, where; null if the path stays, or cannot be written otherwise.</summary>
    /// <param name="names">The new places (see <see cref="PathNames"/>).</param>
    public (int Start, int End, string Text)? Edit(IReadOnlyDictionary<string, string> names)
    {
        if (PathNames.Find(Names, names) is not var (from, count, to))
            return null;
        var next = TemplateSyntax.Segments(to);
        while (count > 1 && next.Count > 1 && Segments[from].Name == next[0])
            (from, count, next) = (from + 1, count - 1, [.. next.Skip(1)]);
        var (first, last) = (Segments[from], Segments[from + count - 1]);
        return first.Form is Form.Key or Form.Variable && (count > 1 || next.Count > 1) || count > 1 && last.Form is Form.Key or Form.Variable
            ? null
            : (first.Start, last.End, Written(first, next));
    }

    static string Written(Segment first, List<string> next) => first.Form switch
    {
        Form.Root => $"{next[0]}{string.Concat(next.Skip(1).Select(name => Member(name, false)))}",
        Form.Shorthand => $"{first.Name}: {next[0]}{string.Concat(next.Skip(1).Select(name => Member(name, false)))}",
        Form.Key => Key(next[0]),
        Form.Variable => $"{Key(next[0])}: {first.Name}",
        _ => string.Concat(next.Select((name, index) => Member(name, first.IsOptional && index == 0))),
    };

    static string Member(string name, bool isOptional) => IsIdentifier(name)
        ? $"{(isOptional ? "?." : ".")}{name}"
        : $"{(isOptional ? "?." : "")}[{Quoted(name)}]";

    static string Key(string name) => IsIdentifier(name) ? name : Quoted(name);

    static string Quoted(string name) => Data.Json.Text(name).GetRawText();

    static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '$');
}
