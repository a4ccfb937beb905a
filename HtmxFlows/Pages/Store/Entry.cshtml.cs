using System.Text;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Store;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Store;

/// <summary>Adds an entry, or edits the one that the query names.</summary>
public sealed class EntryModel(StoreEntries entries, NodeLimits limits, CredentialSource credentials) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Collection { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    [BindProperty]
    public string? Value { get; set; }

    /// <summary>Whether the value is text; otherwise it is JSON.</summary>
    [BindProperty]
    public bool IsText { get; set; }

    /// <summary>The time of the entry's last change when the form was rendered; null for a new entry.</summary>
    [BindProperty]
    public DateTimeOffset? Seen { get; set; }

    public FieldProblem? Problem { get; private set; }

    /// <summary>The entry as someone else changed it; null without a conflict.</summary>
    public StoreEntry? Theirs { get; private set; }

    /// <summary>Whether someone else deleted the entry.</summary>
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
        Seen is { } seen ? entries.Replace(collection, key, value, seen, HttpContext.Actor()) : entries.Add(collection, key, value, HttpContext.Actor());

    (JsonElement Value, FieldProblem? Problem) Read()
    {
        // Browsers send line ends as CRLF. Normalised, an unchanged text equals the saved one.
        var text = (Value ?? "").ReplaceLineEndings("\n");
        if (Encoding.UTF8.GetByteCount(text) > limits.OutputBytes)
            return (default, new("value", $"The value is longer than the limit of {limits.OutputBytes:N0} bytes. Shorten it."));
        try
        {
            return (IsText ? Json.Text(text) : Json.Parse(text), null);
        }
        catch (JsonException error)
        {
            return (default, new("value", $"{JsonFault.Sentence(error)} Correct it, or set Type to Text."));
        }
    }

    PageResult Conflict()
    {
        Theirs = entries.Find(Collection!, Key!);
        IsGone = Theirs is null;
        if (Seen is null)
            Problem = new("key", "An entry with this key exists. Use another key, or edit that entry.");
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
