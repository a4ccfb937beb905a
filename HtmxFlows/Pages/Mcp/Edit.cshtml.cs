using System.Text.Json.Nodes;
using HtmxFlows.Accounts;
using HtmxFlows.Api;
using HtmxFlows.Data;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Mcp;

/// <summary>A server of the Model Context Protocol: how assistants connect, and its tools.</summary>
public sealed class EditModel(McpServers servers, WorkflowStore workflows, WorkflowPeople people, ServerAddress address) : PageModel
{
    public McpServerContent Server { get; private set; } = null!;

    public McpForm Form { get; private set; } = null!;

    /// <summary>The configuration of an assistant, as JSON.</summary>
    public string Configuration => Json.Readable(Json.From(new JsonObject
    {
        ["mcpServers"] = new JsonObject
        {
            [Server.Name] = new JsonObject { ["type"] = "http", ["url"] = address.Of(Request, Server.Address), ["headers"] = new JsonObject { ["Authorization"] = "Bearer hf_…" } },
        },
    }));

    public IActionResult OnGet(string server)
    {
        if (servers.Find(server) is not { } found)
            return NotFound();
        Show(found, McpForm.Of(found));
        return Page();
    }

    public async Task<IActionResult> OnPost(string server, McpForm form)
    {
        if (servers.Find(server) is not { } found)
            return NotFound();
        // A workflow that the actor may not see stays a tool.
        var hidden = people.HiddenFrom(HttpContext.Actor()) ?? [];
        var content = form.ToContent(found.Name) with { Workflows = [.. (form.Workflows ?? []).Except(hidden), .. found.Workflows.Intersect(hidden)] };
        if (await servers.Save(content, isNew: false, HttpContext.Actor()) is not McpServerOutcome.Refused refused)
            return SeeOther.To(this, $"{Request.PathBase}/mcp/{found.Name}/edit");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        Show(found, form with { Problems = refused.Problems });
        return Page();
    }

    void Show(McpServerContent server, McpForm form) => (Server, Form) = (server, form with { Choices = workflows.Names(McpForm.MostChoices, people.HiddenFrom(HttpContext.Actor())) });
}
