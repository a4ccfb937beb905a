using HtmxFlows.Api;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Mcp;

/// <summary>Deletes a server of the Model Context Protocol; its workflows stay.</summary>
public sealed class DeletionModel(McpServers servers) : PageModel
{
    public IActionResult OnGet(string server) => Redirect($"~/mcp/{Uri.EscapeDataString(server)}/edit");

    public async Task<IActionResult> OnPost(string server) => await servers.Delete(server, HttpContext.Actor()) ? SeeOther.To(this, $"{Request.PathBase}/mcp") : NotFound();
}
