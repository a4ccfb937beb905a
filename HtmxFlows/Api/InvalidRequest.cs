using HtmxFlows.Inputs;
using Microsoft.AspNetCore.Mvc;

namespace HtmxFlows.Api;

/// <summary>Problem details of a refused run or answer.</summary>
/// <param name="problems">The problems of single members of the request; empty if the refusal has another reason.</param>
public sealed class InvalidRequest(IReadOnlyList<FieldProblem> problems) : ProblemDetails
{
    /// <summary>The problems of single members of the request: <c>prompt</c>, <c>input</c>, <c>input.NAME</c>, or an unknown member.</summary>
    public IReadOnlyList<FieldProblem> Problems { get; } = problems;
}
