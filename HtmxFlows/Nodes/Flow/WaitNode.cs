using System.ComponentModel.DataAnnotations;
using System.Globalization;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Waits for a duration or until a time, then passes on its input.</summary>
public sealed class WaitNode : NodeType<WaitNode.Configuration>
{
    const double LongestSeconds = 366 * 24 * 60 * 60d;

    public sealed record Configuration
    {
        [Display(Name = "Seconds", Description = "Seconds to wait.")]
        public Template? Seconds { get; init; }

        [Display(Name = "Until", Description = "The date and time to wait for, in ISO 8601, e.g. 2030-01-31T09:00:00+01:00. Without an offset it is UTC.")]
        public Template? Until { get; init; }
    }

    public override string Name => "wait";
    public override string Title => "Wait";
    public override NodeCategory Category => NodeCategory.Flow;
    public override bool Waits => true;
    public override string Summary => "Waits for a duration or until a time, then passes on its input.";
    public override IReadOnlyList<string> Synonyms { get; } = ["delay", "sleep", "pause", "timer"];
    public override string Describe(WrittenConfiguration written) => written.Text("until") is { Length: > 0 } until ? $"until {until}" : written.Text("seconds") is { Length: > 0 } seconds ? $"{seconds} s" : "";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("A second and a half",
            """{"seconds": "1.5"}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (IsGiven(configuration.Seconds) == IsGiven(configuration.Until))
            yield return new("seconds", "Fill in either Seconds or Until.");
        if (IsGiven(configuration.Until) && configuration.Until?.Literal is { } typed && !WrittenDate.TryRead(Json.AsText(typed), out _))
            yield return new("until", NoMoment(Json.AsText(typed)));
    }

    static bool IsGiven(Template? field) => !string.IsNullOrWhiteSpace(field?.Text);

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var until = IsGiven(configuration.Seconds)
            ? context.Time.GetUtcNow() + Duration(configuration.Seconds!.Render(context, cancellation))
            : Moment(configuration.Until!.Render(context, cancellation));
        return new(new NodeOutcome.Waiting(until, context.Data.Find("input") ?? Json.Null));
    }

    /// <summary>A time to wait, from a text with its seconds.</summary>
    /// <exception cref="NodeException">It is none.</exception>
    internal static TimeSpan Duration(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= LongestSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new NodeException($"“{text}” is not a duration. Use seconds from 0 to {LongestSeconds:0} (a year).");

    static DateTimeOffset Moment(string text) =>
        WrittenDate.TryRead(text, out var moment) ? moment.ToDateTimeOffset() : throw new NodeException(NoMoment(text));

    static string NoMoment(string text) => $"“{Excerpt.Of(text)}” is not a date and time. Use {WrittenDate.Forms}.";
}
