using Acornima;
using Acornima.Ast;
using Jint;

namespace HtmxFlows.Scripts;

/// <summary>A script as the engine runs it: the body of a function that is called at once, so that the names that it declares are its own.</summary>
sealed record PreparedScript(Prepared<Script> Program, int Indent)
{
    const string Plain = "(function(){", Async = "(async function(){";

    /// <exception cref="ScriptMistakeException">The script has a mistake.</exception>
    public static PreparedScript Of(string script, TimeSpan longestMatch)
    {
        var syntax = ScriptSyntax.Parse(script);
        if (syntax.Problem is { } problem)
            throw new ScriptMistakeException(problem);
        var begin = syntax.IsAsync ? Async : Plain;
        var parsing = new ScriptParsingOptions { CompileRegex = false, RegexTimeout = longestMatch };
        return new(Engine.PrepareScript($"{begin}{script}\n}})()", options: new() { ParsingOptions = parsing }), begin.Length);
    }

    /// <summary>A problem at a place of the program, with the place in the script.</summary>
    public ScriptProblem Place(string message, SourceLocation location) => location.Start is var (line, column) && line > 0
        ? new(message, line, column + 1 - (line == 1 ? Indent : 0))
        : new(message);
}
