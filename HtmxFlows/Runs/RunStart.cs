using HtmxFlows.Inputs;

namespace HtmxFlows.Runs;

/// <summary>Why a run was not started.</summary>
public enum StartRefusal
{
    /// <summary>The request cannot be accepted as it is.</summary>
    Invalid,

    /// <summary>The workflow has as many runs as it may have; a later try may succeed.</summary>
    Busy,

    /// <summary>There is no such workflow, or it has been deleted.</summary>
    Missing,

    /// <summary>The server is stopping; nothing was decided.</summary>
    Stopping,
}

/// <summary>How the start of a run went.</summary>
/// <param name="Run">The run's id; null if there is none.</param>
/// <param name="Problem">Why there is none, in one or more sentences.</param>
public readonly record struct RunStart(Guid? Run, string? Problem)
{
    public static RunStart Stopping { get; } = new(null, "The server is stopping. Try again in a moment.") { Reason = StartRefusal.Stopping };

    public static RunStart Missing { get; } = new(null, "There is no such workflow. It may have been deleted.") { Reason = StartRefusal.Missing };

    /// <summary>What is wrong with single fields: <c>prompt</c>, <c>input</c>, <c>input.NAME</c>.</summary>
    public IReadOnlyList<FieldProblem> Fields { get; private init; } = [];

    /// <summary>Why there is no run, if there is none.</summary>
    public StartRefusal Reason { get; private init; }

    public static RunStart Busy(string problem) => new(null, problem) { Reason = StartRefusal.Busy };

    public static RunStart Refused(string problem) => new(null, problem);

    public static RunStart Refused(params IReadOnlyList<FieldProblem> problems) =>
        new(null, string.Join(' ', problems.Select(problem => problem.Message))) { Fields = problems };
}
