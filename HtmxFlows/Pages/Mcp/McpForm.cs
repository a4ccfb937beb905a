using HtmxFlows.Api;
using HtmxFlows.Inputs;

namespace HtmxFlows.Pages.Mcp;

/// <summary>The form of a server of the Model Context Protocol.</summary>
public sealed record McpForm
{
    /// <summary>How many workflows are offered.</summary>
    public const int MostChoices = 500;

    public string? Name { get; init; }

    public string? Title { get; init; }

    // Null before a form is sent: the framework would fill a list that is there instead of making one.
    public IReadOnlyList<Guid>? Workflows { get; init; }

    /// <summary>The workflows that can be chosen.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Choices { get; init; } = [];

    public IReadOnlyList<FieldProblem> Problems { get; init; } = [];

    /// <summary>Whether the name can be chosen.</summary>
    public bool IsNew { get; init; }

    public static McpForm Of(McpServerContent server) => new() { Name = server.Name, Title = server.Title, Workflows = server.Workflows };

    public McpServerContent ToContent(string? name = null) => new(name ?? (Name ?? "").Trim(), (Title ?? "").Trim(), Workflows ?? []);

    public string? ProblemOf(string field) => Problems.FirstOrDefault(problem => problem.Field == field)?.Message;
}
