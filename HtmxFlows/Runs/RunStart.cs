using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>How the start of a run went.</summary>
/// <param name="Run">The run's id; null if there is none.</param>
/// <param name="Problem">Why there is none, in one or more sentences.</param>
public readonly record struct RunStart(Guid? Run, string? Problem)
{
    /// <summary>What is wrong with single fields: <c>prompt</c>, <c>input</c>, <c>input.NAME</c>.</summary>
    public IReadOnlyList<FieldProblem> Fields { get; private init; } = [];

    /// <summary>The workflow has as many runs as it may have, and another try may be luckier.</summary>
    public bool IsBusy { get; private init; }

    public static RunStart Busy(string problem) => new(null, problem) { IsBusy = true };

    public static RunStart Refused(params IReadOnlyList<FieldProblem> problems) =>
        new(null, string.Join(' ', problems.Select(problem => problem.Message))) { Fields = problems };

    public static implicit operator RunStart((Guid? Run, string? Problem) start) => new(start.Run, start.Problem);
}
