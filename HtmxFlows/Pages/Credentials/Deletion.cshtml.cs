using HtmxFlows.Credentials;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Credentials;

/// <summary>Asks for confirmation, then deletes a credential.</summary>
public sealed class DeletionModel(CredentialStore credentials, SecretUses uses) : PageModel
{
    public Credential Credential { get; private set; } = null!;

    /// <summary>The nodes that use it.</summary>
    public IReadOnlyList<SecretUse> Uses { get; private set; } = [];

    public IActionResult OnGet(Guid id)
    {
        if (credentials.Find(id) is not { } found)
            return NotFound();
        (Credential, Uses) = (found, [.. uses.Find().Where(use => use.Name == found.Name)]);
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id) => await credentials.Delete(id, HttpContext.Actor()) ? SeeOther.To(this, $"{Request.PathBase}/credentials") : NotFound();
}
