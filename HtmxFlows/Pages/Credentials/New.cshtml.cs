using HtmxFlows.Credentials;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Credentials;

/// <summary>Adds a credential: first its kind is chosen, then its fields are filled in.</summary>
public sealed class NewModel(CredentialStore credentials, WorkflowStore workflows) : PageModel
{
    /// <summary>The most workflows to choose from.</summary>
    public const int MostWorkflows = 500;

    /// <summary>The name that a workflow misses.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Name { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>Null until a kind is chosen.</summary>
    public CredentialForm? Form { get; private set; }

    public void OnGet() => Form = CredentialKind.Find(Kind) is { } kind ? CredentialForm.New(kind, Name, workflows.Names(MostWorkflows)) : null;

    public async Task<IActionResult> OnPost()
    {
        if (CredentialKind.Find(Kind) is not { } kind)
            return BadRequest();
        var sent = CredentialForm.Read(kind, Request.Form);
        var outcome = await credentials.Add(sent, HttpContext.Actor());
        if (outcome is not CredentialOutcome.Invalid invalid)
            return SeeOther.To(this, $"{Request.PathBase}/credentials/{((CredentialOutcome.Saved)outcome).Credential.Id}");
        (Form, Response.StatusCode) = (CredentialForm.New(kind, Name, workflows.Names(MostWorkflows)).Refused(sent, invalid.Problems), outcome.StatusCode());
        return Page();
    }
}
