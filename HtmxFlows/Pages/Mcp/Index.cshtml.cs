using HtmxFlows.Accounts;
using HtmxFlows.Api;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Mcp;

/// <summary>The servers of the Model Context Protocol, and the form for another.</summary>
public sealed class IndexModel(McpServers servers, WorkflowStore workflows, WorkflowPeople people) : PageModel
{
    public IReadOnlyList<McpServerContent> Servers { get; private set; } = [];

    public McpForm Form { get; private set; } = null!;

    public void OnGet() => Show(new());

    public async Task<IActionResult> OnPost(McpForm form)
    {
        if (await servers.Save(form.ToContent(), isNew: true, HttpContext.Actor()) is not McpServerOutcome.Refused refused)
            return SeeOther.To(this, $"{Request.PathBase}/mcp/{form.ToContent().Name}/edit");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        Show(form with { Problems = refused.Problems });
        return Page();
    }

    void Show(McpForm form) => (Servers, Form) = (servers.List(), form with { IsNew = true, Choices = workflows.Names(McpForm.MostChoices, people.HiddenFrom(HttpContext.Actor())) });
}
