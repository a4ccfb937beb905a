using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;

namespace HtmxFlows.Api;

/// <summary>Problem details of a workflow that cannot be saved.</summary>
/// <param name="problems">All problems, each with its node or edge.</param>
public sealed class InvalidWorkflow(IReadOnlyList<FlowProblem> problems) : ProblemDetails
{
    /// <summary>All problems, each with its node or edge.</summary>
    public IReadOnlyList<FlowProblem> Problems { get; } = problems;
}
