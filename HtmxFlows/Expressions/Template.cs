using System.Text.Json;
using System.Text.Json.Serialization;
using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>
/// A text with Handlebars expressions over the run's data. A template that is one expression alone keeps the value's JSON type;
/// a JSON value other than a string stands for itself.
/// </summary>
[JsonConverter(typeof(TemplateJsonConverter))]
public sealed class Template
{
    readonly JsonElement? literal;
    readonly Lazy<CompiledTemplate> compiled;

    public Template(string text)
    {
        Text = text;
        Syntax = TemplateSyntax.Parse(text);
        literal = text.Contains("{{", StringComparison.Ordinal) ? null : Json.Text(text);
        compiled = new(() => Compile([]));
    }

    Template(JsonElement value) : this(value.GetRawText()) => literal = value;

    Template(Template plain, IReadOnlyList<TemplateScanner.Edit> encodings)
    {
        (Text, Syntax, literal) = (plain.Text, plain.Syntax, plain.literal);
        compiled = new(() => Compile(encodings));
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The value of a template without an expression: its text as it was typed, or a JSON value; null if it has expressions.</summary>
    public JsonElement? Literal => literal;

    /// <summary>The analysis of the text, without data.</summary>
    public TemplateSyntax Syntax { get; }

    /// <summary>The template of a JSON value: the text of a string, any other value as it is.</summary>
    public static Template Of(JsonElement value) => value.ValueKind == JsonValueKind.String ? new(value.GetString()!) : new(value);

    /// <summary>The same template, whose expressions write their values encoded.</summary>
    /// <param name="encoding">The call of a helper that encodes the value of an expression (see <see cref="ValueEncodings"/>); null leaves the value as it is.</param>
    internal Template Encode(Func<TemplateSyntax.Expression, string?> encoding)
    {
        List<TemplateScanner.Edit> encodings = [];
        foreach (var expression in Syntax.Expressions.Where(expression => expression.IsWriting))
        {
            if (encoding(expression) is not { } call)
                continue;
            var isCall = expression.Text.Any(char.IsWhiteSpace);
            encodings.Add(new(expression.Index, 0, isCall ? $"{call} (" : $"{call} "));
            encodings.Add(new(expression.Index + expression.Text.Length, 0, isCall ? ")" : ""));
        }
        return new(this, encodings);
    }

    /// <summary>The first thing that is wrong with the text, in a sentence, or null.</summary>
    public string? FindProblem()
    {
        if (literal is not null)
            return null;
        if (Syntax.Problem is { } problem)
            return problem;
        try
        {
            _ = compiled.Value;
            return null;
        }
        catch (Exception error)
        {
            // The parser has more than one kind of exception for what it cannot read.
            return $"The template is not valid: {error.Message.Split('\n')[0].TrimEnd('.')}.";
        }
    }

    /// <summary>The value over the data: a text, or any JSON if the template is one expression.</summary>
    /// <exception cref="NodeException">A name or path has no value, or the text grows past the limit.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while the template looped.</exception>
    public JsonElement Evaluate(ExpressionContext context, CancellationToken cancellation) =>
        Find(context, cancellation, out var undefined) ?? throw new NodeException(MissingValue.Explain(Syntax, undefined!.Segment, context.Data), undefined);

    /// <summary>The value over the data, or null if a name or path has none.</summary>
    /// <exception cref="NodeException">The text grows past the limit.</exception>
    public JsonElement? Find(ExpressionContext context, CancellationToken cancellation) => Find(context, cancellation, out _);

    JsonElement? Find(ExpressionContext context, CancellationToken cancellation, out UndefinedValueException? undefined)
    {
        undefined = null;
        if (literal is { } value)
            return value;
        var scope = new TemplateScope(context, Syntax, cancellation);
        using var writer = new LimitedWriter(context.OutputBytes, cancellation);
        try
        {
            scope.Evaluate(compiled.Value, writer);
        }
        catch (Exception error) when (Unwrap(error) is { } found)
        {
            undefined = found;
            return null;
        }
        catch (Exception error)
        {
            error.Rethrow();
            throw new NodeException($"The template failed: {error.Message.Split('\n')[0].TrimEnd('.')}.", error);
        }
        return Syntax.IsOneExpression ? scope.Captured : Json.Text(writer.ToString());
    }

    /// <summary>The value as text: a string as it is, anything else as JSON.</summary>
    /// <inheritdoc cref="Evaluate" path="/exception"/>
    public string Render(ExpressionContext context, CancellationToken cancellation) => Json.AsText(Evaluate(context, cancellation));

    public override string ToString() => Text;

    CompiledTemplate Compile(IReadOnlyList<TemplateScanner.Edit> encodings)
    {
        if (Syntax.Problem is { } problem)
            throw new NodeException(problem);
        var text = Syntax is { IsOneExpression: true, Expressions: [var one] }
            ? TemplateLanguage.Capture(Syntax.Prepare(one.Index, one.Index + one.Text.Length, encodings)) : Syntax.Prepare(0, Text.Length, encodings);
        return TemplateLanguage.Compile(text, TemplateLanguage.Weigh(Syntax.Parts));
    }

    static UndefinedValueException? Unwrap(Exception error) =>
        error as UndefinedValueException ?? (error.InnerException is { } inner ? Unwrap(inner) : null);
}

sealed class TemplateJsonConverter : JsonConverter<Template>
{
    public override Template Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Template.Of(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, Template value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
