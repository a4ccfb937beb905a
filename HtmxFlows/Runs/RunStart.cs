using HtmxFlows.Inputs;

namespace HtmxFlows.Runs;

/// <summary>How the start of a run ended. The set is closed.</summary>
public abstract record RunStart
{
    RunStart() { }

    /// <summary>The run is started, or queued, and durable.</summary>
    public sealed record Started(Guid Run) : RunStart;

    /// <summary>There is no run.</summary>
    /// <param name="Problem">Why, in one or more sentences.</param>
    public abstract record NotStarted(string Problem) : RunStart
    {
        /// <summary>What is wrong with single fields: <c>prompt</c>, <c>input</c>, <c>input.NAME</c>.</summary>
        public virtual IReadOnlyList<FieldProblem> Fields => [];
    }

    /// <summary>The request cannot be accepted as it is.</summary>
    public sealed record Refused(string Problem) : NotStarted(Problem)
    {
        public Refused(IReadOnlyList<FieldProblem> fields) : this(string.Join(' ', fields.Select(field => field.Message))) => Fields = fields;

        public override IReadOnlyList<FieldProblem> Fields { get; } = [];
    }

    /// <summary>The workflow has as many runs as it may have; a later try may succeed.</summary>
    /// <param name="RetryAfter">When a place becomes free, if that is known.</param>
    public sealed record Busy(string Problem, TimeSpan? RetryAfter = null) : NotStarted(Problem);

    /// <summary>There is no such workflow, or it has been deleted.</summary>
    public sealed record Missing() : NotStarted("This workflow does not exist. It may have been deleted.");

    /// <summary>The server is stopping; nothing was decided.</summary>
    public sealed record Stopping() : NotStarted("The server is stopping. Try again in a moment.");
}
