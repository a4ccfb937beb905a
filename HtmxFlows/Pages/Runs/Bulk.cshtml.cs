using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace HtmxFlows.Pages.Runs;

/// <summary>Says what a bulk action would change, and how many runs; then begins it.</summary>
public sealed class BulkModel(BulkActions bulk, RunSearch search, WorkflowStore workflows, WorkflowPeople people, TimeProvider time) : PageModel
{
    /// <summary>How long the page waits for the end of the action. A longer one is shown by the list.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    RunFilter filter = new();

    public RunAction Action { get; private set; }

    /// <summary>How many runs the action changes.</summary>
    public int Count { get; private set; }

    /// <summary>How many runs the filter names, whatever their status.</summary>
    public int Matching => search.Count(filter);

    public string? Problem { get; private set; }

    public IEnumerable<(string Term, string Value)> Restrictions => FilterWords.Of(filter, filter.Workflow is { } id ? workflows.Find(id)?.Name : null, ViewerZone.Of(Request));

    public IEnumerable<KeyValuePair<string, string>> Fields => RunQuery.Write(filter);

    /// <summary>The list from which the action was chosen, as far as the filter says.</summary>
    public string Back => $"{Request.PathBase}/runs{new QueryBuilder(RunQuery.Write(filter with { Only = null, Before = null })).ToQueryString()}";

    public IActionResult OnGet() => Load(Request.Query) ? Page() : BadRequest();

    public async Task<IActionResult> OnPost()
    {
        if (!Load(Request.Form))
            return BadRequest();
        var outcome = bulk.Begin(Action, filter, HttpContext.Actor());
        if (outcome is BulkOutcome.Begun(var job))
        {
            await job.Ended.WaitAsync(Patience, HttpContext.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return SeeOther.To(this, Back);
        }
        Problem = ((BulkOutcome.Refused)outcome).Problem.Message;
        Response.StatusCode = outcome.StatusCode();
        return Page();
    }

    bool Load(IEnumerable<KeyValuePair<string, StringValues>> sent)
    {
        var values = sent.ToDictionary(pair => pair.Key, pair => pair.Value);
        var query = RunQuery.Read(values, ViewerZone.Of(Request).Zone);
        var isOfSelected = values.TryGetValue("selected", out var named);
        if (query.Problems.Count > 0 || !Enum.TryParse<RunAction>(isOfSelected ? named : values.GetValueOrDefault("action"), ignoreCase: true, out var action) || !Enum.IsDefined(action))
            return false;
        // What starts after the page was shown is not counted on it, and so not changed either.
        filter = isOfSelected ? new() { Only = query.Filter.Only ?? [] } : HttpMethods.IsPost(Request.Method) ? query.Filter : query.Filter with { Only = null };
        filter = filter with { Before = filter.Before ?? time.GetUtcNow(), Hidden = people.HiddenFrom(HttpContext.Actor()) };
        (Action, Count) = (action, bulk.Count(action, filter));
        return true;
    }
}
