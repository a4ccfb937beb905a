using HtmxFlows.Inputs;

namespace HtmxFlows.Runs;

/// <summary>What became of an answer to a node's question. The set is closed.</summary>
public abstract record AnswerResult
{
    AnswerResult() { }

    /// <summary>The answer is durable.</summary>
    public sealed record Taken : AnswerResult;

    /// <summary>The answer was not taken.</summary>
    /// <param name="Problem">Why, in one or more sentences.</param>
    public abstract record NotTaken(string Problem) : AnswerResult
    {
        /// <summary>What is wrong with single fields: <c>decision</c>, <c>input.NAME</c>.</summary>
        public IReadOnlyList<FieldProblem> Fields { get; init; } = [];
    }

    /// <summary>The answer cannot be accepted as it is.</summary>
    public sealed record Refused(string Problem) : NotTaken(Problem);

    /// <summary>The question is for others.</summary>
    public sealed record Forbidden(string Problem) : NotTaken(Problem);

    /// <summary>The node does not ask any more, whatever the answer.</summary>
    public sealed record Late() : NotTaken("The question is no longer open.");

    /// <summary>The node does not ask yet.</summary>
    public sealed record Early() : NotTaken("The question is not open yet. Try again when the run has reached it.");
}
