using System.Text;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Store;

/// <summary>Adds an entry, or changes the one that the query names.</summary>
public sealed class EntryModel(StoreEntries entries, NodeLimits limits, CredentialSource credentials) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Collection { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    [BindProperty]
    public string? Value { get; set; }

    /// <summary>The value is a text, and not JSON.</summary>
    [BindProperty]
    public bool IsText { get; set; }

    /// <summary>When the entry had been changed last as the form was filled from it; null for a new one.</summary>
    [BindProperty]
    public DateTimeOffset? Seen { get; set; }

    public FieldProblem? Problem { get; private set; }

    /// <summary>Somebody else has changed the entry; null is nobody.</summary>
    public StoreEntry? Theirs { get; private set; }

    /// <summary>Somebody else has deleted the entry.</summary>
    public bool IsGone { get; private set; }

    public string? ProblemOf(string field) => Problem?.Field == field ? Problem.Message : null;

    public IActionResult OnGet()
    {
        if (Key is null)
            return Page();
        if (entries.Find(Collection ?? "", Key) is not { } entry)
            return NotFound();
        var value = Json.Parse(entry.Value);
        (Seen, IsText, Value) = (entry.UpdatedAt, value.ValueKind == JsonValueKind.String, value.ValueKind == JsonValueKind.String ? value.GetString() : Json.Pretty(value));
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid)
            return BadRequest();
        var (value, unreadable) = Read();
        Problem = StoreEntries.FindProblem(Collection ?? "", Key ?? "") ?? unreadable;
        if (Problem is not null)
            return Refuse(StatusCodes.Status422UnprocessableEntity);
        var mask = credentials.Current.Mask;
        return await Save(Collection!, mask.Mask(Key!), mask.Mask(value)) ? Redirect("~" + CollectionAddress.Of(Collection!)) : Conflict();
    }

    Task<bool> Save(string collection, string key, JsonElement value) =>
        Seen is { } seen ? entries.Replace(collection, key, value, seen) : entries.Add(collection, key, value);

    (JsonElement Value, FieldProblem? Problem) Read()
    {
        // Browsers send line ends as CRLF; as they were saved, a text that nobody changed is the same text.
        var text = (Value ?? "").ReplaceLineEndings("\n");
        if (Encoding.UTF8.GetByteCount(text) > limits.OutputBytes)
            return (default, new("value", $"The value is longer than {limits.OutputBytes:N0} bytes, the limit. Shorten it."));
        try
        {
            return (IsText ? Json.Text(text) : Json.Parse(text), null);
        }
        catch (JsonException error)
        {
            return (default, new("value", $"This is not JSON: {error.Message.TrimEnd('.')}. Correct it, or say that it is a text."));
        }
    }

    PageResult Conflict()
    {
        Theirs = entries.Find(Collection!, Key!);
        IsGone = Theirs is null;
        if (Seen is null)
            Problem = new("key", "There is an entry with this key already. Use another one, or change that.");
        else
            Seen = Theirs?.UpdatedAt;
        return Refuse(StatusCodes.Status409Conflict);
    }

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
