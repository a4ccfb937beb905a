using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using HandlebarsDotNet;

namespace HtmxFlows.Expressions;

/// <summary>Handlebars as this product speaks it: JSON values only, no HTML escaping, no partials, and a missing value is an error.</summary>
static class TemplateLanguage
{
    /// <summary>How much of what was compiled is kept, in parts of templates (see <see cref="Weigh"/>); a part takes one or two kilobytes.</summary>
    public const int MostKept = 40_000;

    /// <summary>What compiling any template costs, however short, in parts.</summary>
    const int BaseWeight = 5;

    /// <summary>
    /// The stack of the thread that compiles, in bytes. It holds the deepest nesting that a text of the longest length has room for, so that
    /// even one that passed the checks by mistake cannot overflow it.
    /// </summary>
    const int StackBytes = 32 * 1024 * 1024;

    static Generation current = new();

    /// <summary>What a template of so many parts costs: time when it is compiled, and memory while it is kept.</summary>
    public static int Weigh(int parts) => BaseWeight + parts;

    /// <summary>Compiles a text, or gives what was made of the same text before.</summary>
    /// <param name="text">What passed the checks of <see cref="TemplateSyntax"/>.</param>
    /// <param name="weight">What <see cref="Weigh"/> says of it.</param>
    public static CompiledTemplate Compile(string text, int weight)
    {
        var generation = current;
        if (generation.Find(text) is { } known)
            return known;
        if (generation.Weight > MostKept)
            current = generation = new();
        return generation.Add(text, weight);
    }

    /// <summary>A template that keeps the value of an expression instead of writing its text.</summary>
    public static string Capture(string expression) => $"{{{{{TemplateHelpers.Value} {(expression.Any(char.IsWhiteSpace) ? $"({expression})" : expression)}}}}}";

    /// <summary>Throws an exception again with the stack that it had.</summary>
    public static void Rethrow(this Exception error)
    {
        if (error is NodeException or OperationCanceledException)
            ExceptionDispatchInfo.Throw(error);
        if (error.InnerException is { } inner)
            inner.Rethrow();
    }

    static T OnDeepStack<T>(Func<T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception error)
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }
            },
            StackBytes);
        thread.IsBackground = true;
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>Templates that are kept together, and go together.</summary>
    sealed class Generation
    {
        readonly ConcurrentDictionary<string, CompiledTemplate> compiled = [];
        Compiler compiler = new();
        int weight;

        public int Weight => weight;

        public CompiledTemplate? Find(string text) => compiled.GetValueOrDefault(text);

        public CompiledTemplate Add(string text, int cost)
        {
            if (compiler.IsFull)
                compiler = new();
            var made = compiler.Compile(text, cost);
            if (compiled.TryAdd(text, made))
                Interlocked.Add(ref weight, cost);
            return made;
        }
    }

    /// <summary>The library, for some templates: it keeps every name that it has seen, and each new one takes longer the more there are.</summary>
    sealed class Compiler
    {
        const int MostCompiled = 1000;

        readonly IHandlebars quick = Create(isInterpreted: true);
        readonly Lazy<IHandlebars> fast = new(() => Create(isInterpreted: false));
        int weight;

        public bool IsFull => weight > MostCompiled;

        public CompiledTemplate Compile(string text, int cost)
        {
            Interlocked.Add(ref weight, cost);
            return new(Compile(quick, text), () => Compile(fast.Value, text));
        }

        static HandlebarsTemplate<TextWriter, object, object> Compile(IHandlebars handlebars, string text) => OnDeepStack(() =>
        {
            using var reader = new StringReader(text);
            return handlebars.Compile(reader);
        });

        static IHandlebars Create(bool isInterpreted)
        {
            var configuration = new HandlebarsConfiguration { NoEscape = true, FormatProvider = CultureInfo.InvariantCulture };
            configuration.FormatterProviders.Add(new TemplateFormatters());
            configuration.ObjectDescriptorProviders.Add(new TemplateMembers());
            configuration.CompileTimeConfiguration.Features.Add(new TemplateHelpers(isInterpreted));
            return Handlebars.Create(configuration);
        }
    }
}

/// <summary>
/// A template that can be evaluated. It is interpreted at first, which takes a tenth of the time to make, for most are made to be checked;
/// one that is evaluated often is compiled to machine code.
/// </summary>
sealed class CompiledTemplate(HandlebarsTemplate<TextWriter, object, object> interpreted, Func<HandlebarsTemplate<TextWriter, object, object>> compile)
{
    /// <summary>After how many evaluations a template is compiled to machine code.</summary>
    const int OftenEvaluated = 16;

    HandlebarsTemplate<TextWriter, object, object> template = interpreted;
    int evaluations;

    public void Evaluate(TextWriter writer, TemplateScope scope)
    {
        if (evaluations < OftenEvaluated && Interlocked.Increment(ref evaluations) == OftenEvaluated)
            template = compile();
        template(writer, scope, null!);
    }
}

/// <summary>A path of a template leads nowhere.</summary>
/// <param name="segment">The first part of the path that is not there.</param>
sealed class UndefinedValueException(string segment) : Exception($"{segment} has no value")
{
    public string Segment { get; } = segment;
}

/// <summary>A text that grows to the limit of an output and not past it: a template may loop, and a table have very many columns.</summary>
sealed class LimitedWriter(int limit, CancellationToken cancellation) : StringWriter(CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        Check(1);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Check(count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }

    public override void Write(string? value)
    {
        Check(value?.Length ?? 0);
        base.Write(value);
    }

    void Check(int more)
    {
        cancellation.ThrowIfCancellationRequested();
        if (GetStringBuilder().Length + more > limit)
            throw new NodeException($"The text exceeds {limit} characters, the limit of an output.");
    }
}
