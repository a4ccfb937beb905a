using HtmxFlows.Credentials;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Credentials;

/// <summary>Shows a credential without its secrets, and changes it.</summary>
public sealed class ShowModel(CredentialStore credentials, CredentialSource source, WorkflowStore workflows, SecretUses uses) : PageModel
{
    public Credential Credential { get; private set; } = null!;

    public CredentialForm Form { get; private set; } = null!;

    /// <summary>Why its secrets cannot be read; null if they can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether a person connects it to an account.</summary>
    public bool IsAccount => Credential.Kind.Name == CredentialKind.OAuthCode;

    public bool IsConnected { get; private set; }

    public IReadOnlyList<SecretUse> Uses { get; private set; } = [];

    /// <summary>Whether someone else changed it after the form was made.</summary>
    public bool HasChanged { get; private set; }

    public IActionResult OnGet(Guid id) => Load(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid id, int version)
    {
        if (!Load(id))
            return NotFound();
        var sent = CredentialForm.Read(Credential.Kind, Request.Form);
        var outcome = await credentials.Change(id, version, sent, HttpContext.Actor());
        switch (outcome)
        {
            case CredentialOutcome.Saved:
                return SeeOther.To(this, $"{Request.PathBase}/credentials");
            case CredentialOutcome.Invalid invalid:
                Form = Form.Refused(sent, invalid.Problems);
                break;
            default:
                HasChanged = true;
                break;
        }
        Response.StatusCode = outcome.StatusCode();
        return outcome is CredentialOutcome.Missing ? NotFound() : Page();
    }

    bool Load(Guid id)
    {
        if (credentials.Find(id) is not { } found)
            return false;
        (Credential, Form) = (found, CredentialForm.Of(found, workflows.Names(NewModel.MostWorkflows)));
        var open = source.Current.Credentials.FirstOrDefault(one => one.Credential.Id == id);
        (Problem, IsConnected) = (open?.Problem, open?.Tokens is not null);
        Uses = [.. uses.Find().Where(use => use.Name == found.Name && (use.IsCredential || found.Kind.Name == CredentialKind.Text))];
        return true;
    }
}
