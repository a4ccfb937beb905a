using System.Text.Json.Nodes;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>Converts a curl command to an HTTP node. Nothing is executed or fetched.</summary>
public sealed class CurlModel(NodeCatalogue catalogue) : PageModel
{
    public const int LongestCommand = 100_000;

    [BindProperty]
    public string? Command { get; set; }

    /// <summary>The node as JSON, ready to paste in the editor.</summary>
    public string? Node { get; private set; }

    public IReadOnlyList<string> Problems { get; private set; } = [];

    public void OnGet() { }

    public void OnPost()
    {
        var (data, problems) = (Command ?? "").Length > LongestCommand
            ? (null, [$"The command is longer than {LongestCommand:N0} characters. Paste a shorter one, and put the long part into the node."])
            : CurlCommand.Read(Command ?? "");
        Problems = [.. problems, .. data is null ? [] : Unreadable(data)];
        Node = data is null ? null : Data.Json.Pretty(Data.Json.From(new { id = "call", type = Type.Name, data }));
        if (Node is null)
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
    }

    NodeType Type => catalogue.Types.First(type => type.ReadsCurl);

    IEnumerable<string> Unreadable(JsonObject data) =>
        Type.Read(Data.Json.From(data)).Problems.Select(problem => $"{problem.Field}: {problem.Message}");
}
