using System.Globalization;
using System.Text.RegularExpressions;
using HtmxFlows.Data;
using Jint;
using Jint.Runtime;

namespace HtmxFlows.Scripts;

/// <summary>Runs scripts in the worker process. Each has an engine of its own, so that nothing of one is left for the next.</summary>
sealed class ScriptEngine
{
    /// <summary>How many scripts are kept prepared, and their characters together: their syntax trees are many times as large.</summary>
    const int MostPrepared = 64, MostCharacters = 256 * 1024;

    const int LongestArray = 10_000_000;

    static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1), PromisePatience = TimeSpan.FromMilliseconds(1);

    readonly Options options = new() { AgentCanSuspend = false, TimeZone = TimeZoneInfo.Utc, Culture = CultureInfo.InvariantCulture };
    readonly Dictionary<string, PreparedScript> prepared = [];

    public ScriptEngine()
    {
        options.Host.StringCompilationAllowed = false;
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = LongestArray;
        options.Constraints.RegexTimeout = LongestMatch;
        options.Json.MaxParseDepth = Json.MaxDepth;
        options.Constraints.Constraints.Add(Stop);
    }

    public ScriptStop Stop { get; } = new();

    /// <returns>The line of the answer.</returns>
    public ReadOnlyMemory<byte> Run(ScriptJob job)
    {
        var console = new ScriptConsole();
        PreparedScript? script = null;
        try
        {
            script = Prepare(job.Script);
            return Run(script, job, console);
        }
        catch (Exception error) when (IsOutOfMemory(error))
        {
            return ScriptAnswer.Line((ScriptProblem?)null, console.Lines);
        }
        catch (Exception error)
        {
            return ScriptAnswer.Line(Problem(error, script), console.Lines);
        }
    }

    ReadOnlyMemory<byte> Run(PreparedScript script, ScriptJob job, ScriptConsole console)
    {
        using var engine = new Engine(options);
        console.AddTo(engine);
        ScriptText.RefuseNormalization(engine);
        var numbers = new ScriptNumbers(engine);
        var input = new ScriptInput(engine, numbers);
        foreach (var (name, value) in job.Values)
            engine.SetValue(name, input.Read(value));
        var output = new ScriptOutput(engine, numbers, job.OutputBytes);
        var returned = engine.Evaluate(script.Program).UnwrapIfPromise(PromisePatience);
        return ScriptAnswer.Line(output.Write(returned).Span, console.Lines);
    }

    PreparedScript Prepare(string script)
    {
        if (prepared.TryGetValue(script, out var known))
            return known;
        if (prepared.Count >= MostPrepared || prepared.Keys.Sum(other => other.Length) + script.Length > MostCharacters)
            prepared.Clear();
        return prepared[script] = PreparedScript.Of(script, LongestMatch);
    }

    static ScriptProblem Problem(Exception error, PreparedScript? script) => error switch
    {
        ScriptMistakeException mistake => mistake.Problem,
        ScriptValueException refused => new(refused.Message),
        PromiseRejectedException { RejectedValue: var value } when value.IsString() && value.ToString().StartsWith("Timeout of ", StringComparison.Ordinal) =>
            new("The script awaits a promise that nothing settles. Scripts have no timers and no requests, so await only what the script itself resolves."),
        PromiseRejectedException rejected => new(ThrownValue.Describe(rejected.RejectedValue)),
        RegexMatchTimeoutException => new("A regular expression took longer than 1 s, the limit of a match. Simplify it, or match shorter text."),
        InsufficientExecutionStackException or RecursionDepthOverflowException => new("The script nests calls or values too deeply. Use a loop instead, or less depth."),
        _ => Place(error is JavaScriptException thrown ? ThrownValue.Describe(thrown.Error) : ThrownValue.Describe(error.Message), error, script),
    };

    static ScriptProblem Place(string message, Exception error, PreparedScript? script) =>
        script is not null && JintException.TryGetJavaScriptLocation(error, out var location) ? script.Place(message, location) : new(message);

    static bool IsOutOfMemory(Exception error) => error is OutOfMemoryException || error.InnerException is { } inner && IsOutOfMemory(inner);
}
