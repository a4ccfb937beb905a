using HtmxFlows.Credentials;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Credentials;

/// <summary>The credentials of the server, where each is used, and which ones workflows miss.</summary>
public sealed class IndexModel(CredentialStore credentials, CredentialSource source, SecretUses uses) : PageModel
{
    /// <summary>Each credential with what is wrong with it, and the nodes that use it.</summary>
    public IReadOnlyList<(Credential Credential, string? Problem, IReadOnlyList<SecretUse> Uses)> Lines { get; private set; } = [];

    /// <summary>The uses of names that are neither a credential nor a secret of the settings.</summary>
    public IReadOnlyList<IGrouping<string, SecretUse>> Missing { get; private set; } = [];

    public void OnGet()
    {
        var (current, all) = (source.Current, uses.Find());
        var named = all.ToLookup(use => use.Name);
        Lines = [.. credentials.List().Select(one => (one, current.Credentials.FirstOrDefault(open => open.Credential.Id == one.Id)?.Problem, (IReadOnlyList<SecretUse>)[.. named[one.Name].Where(use => use.IsCredential || one.Kind.Name == CredentialKind.Text)]))];
        Missing = [.. all.Where(use => use.IsCredential ? !current.Credentials.Any(one => one.Name == use.Name) : !current.Names.Contains(use.Name)).GroupBy(use => use.Name).OrderBy(group => group.Key, StringComparer.Ordinal)];
    }
}
