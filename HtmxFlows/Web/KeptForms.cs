using System.Security.Cryptography;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Inputs;
using HtmxFlows.Triggers;
using Microsoft.AspNetCore.DataProtection;

namespace HtmxFlows.Web;

/// <summary>
/// Has the browser keep the pages of a form that are filled in, sealed: the server stores nothing but the files, and takes back only what it has sealed itself, so that
/// nobody can name a file of others.
/// </summary>
public sealed class KeptForms(IDataProtectionProvider protection, FileStore files, TimeProvider time)
{
    /// <summary>How long a form may take from its first page to its last.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public KeptForm New() => new(0, time.GetUtcNow(), new Dictionary<string, string>());

    public string Seal(PublicForm form, KeptForm kept) => Protector(form).Protect(Json.From(kept).GetRawText());

    /// <summary>The form that was sealed; null if it was sealed for another form, was changed, or is too old.</summary>
    public KeptForm? Open(PublicForm form, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return New();
        try
        {
            var kept = System.Text.Json.JsonSerializer.Deserialize<KeptForm>(Protector(form).Unprotect(text), Json.Options)!;
            return time.GetUtcNow() - kept.Begun <= Longest ? kept : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Has the files of a form stay for a while more. Those that are gone are no longer part of it.</summary>
    public async Task<KeptForm> Renew(KeptForm kept, IReadOnlyList<FlowInput> declared)
    {
        foreach (var (input, file) in kept.Files(declared).ToArray())
        {
            if (!await files.Renew(file.Id))
                kept = kept.Without(input);
        }
        return kept;
    }

    IDataProtector Protector(PublicForm form) => protection.CreateProtector("form", $"{form.Workflow.Id}/{form.Node}");
}
