using System.Text;
using Acornima;
using Acornima.Ast;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Scripts;

/// <summary>The analysis of a script's text: its first mistake, and the values of the run that it refers to. Nothing of it is run.</summary>
public sealed class ScriptSyntax
{
    /// <summary>The longest script, in characters, and its deepest nesting, in levels of its syntax tree.</summary>
    public const int Longest = 65_536, MostLevels = 500;

    const int Nearby = 40;

    static readonly ParserOptions Options = new() { AllowReturnOutsideFunction = true, AllowAwaitOutsideFunction = true };

    readonly ScriptReferences references;

    ScriptSyntax(Node? program, ScriptProblem? problem)
    {
        Problem = problem;
        references = ScriptReferences.In(program);
    }

    /// <summary>The names of the run's data that a script may see.</summary>
    public static IReadOnlySet<string> DataNames => ScriptPath.Roots;

    /// <summary>The first mistake; null if there is none.</summary>
    public ScriptProblem? Problem { get; }

    /// <summary>Whether it awaits outside of its own functions.</summary>
    public bool IsAsync => references.IsAsync;

    /// <summary>All names in it but those of members and labels: what it declares, and what it refers to.</summary>
    public IReadOnlySet<string> Names => references.Names;

    /// <summary>The names that it refers to and does not declare anywhere.</summary>
    public IEnumerable<string> Globals => references.Names.Where(name => !references.Declared.Contains(name));

    /// <summary>The paths into the run's data by their names; a path ends before an index, a called method, and a member that is assigned.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths => references.Paths.Select(path => path.Names);

    /// <summary>The ids of the nodes that it refers to; null if it may use any.</summary>
    public IReadOnlySet<string>? NodesUsed => references.Declared.Contains("nodes") ? null
        : Paths.Where(path => path[0] == "nodes").ToArray() is var used && used.All(path => path.Count > 1) ? used.Select(path => path[1]).ToHashSet() : null;

    /// <summary>Parses a script. It never throws, whatever the text.</summary>
    public static ScriptSyntax Parse(string script)
    {
        if (script.Length > Longest)
            return new(null, new($"The script is longer than {Longest} characters. Split it up."));
        try
        {
            var program = new Parser(Options).ParseScript(script);
            return ScriptDepth.IsDeeperThan(MostLevels, program) ? TooDeep() : new(program, null);
        }
        catch (ParseErrorException mistake)
        {
            return new(null, Place(script, mistake.Error));
        }
        catch (InsufficientExecutionStackException)
        {
            return TooDeep();
        }
    }

    /// <summary>Has a script refer to values of the run's data at their new places.</summary>
    /// <param name="names">The new places (see <see cref="PathNames"/>).</param>
    public static string Rename(string script, IReadOnlyDictionary<string, string> names) => Parse(script).references.Rename(script, names);

    static ScriptSyntax TooDeep() => new(null, new($"The script nests deeper than {MostLevels} levels. Split its expressions and blocks up."));

    static ScriptProblem Place(string script, ParseError mistake) =>
        mistake.IsPositionDefined ? new(Message(mistake), mistake.LineNumber, mistake.Column + 1, Around(script, mistake.Index)) : new(Message(mistake));

    static string Message(ParseError mistake) => mistake.Description.TrimEnd('.');

    /// <summary>The line of a place, or what is near the place in a long one.</summary>
    static string Around(string script, int index)
    {
        var at = Math.Clamp(index, 0, script.Length);
        var (start, end) = (at == 0 ? 0 : script.LastIndexOf('\n', at - 1) + 1, script.IndexOf('\n', at));
        var text = $"{Excerpt.EndOf(script[start..at], Nearby)}▸{Excerpt.Of(script[at..(end < 0 ? script.Length : end)], Nearby)}";
        // The script may contain half a surrogate pair, and a NUL would end the sentence for some readers.
        return string.Concat(text.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? " " : rune.ToString())).Trim();
    }
}
