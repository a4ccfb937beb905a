using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

// What the forms of the editor do. Each has a handler of its own, saves to the draft, and leads back to the editor.
public sealed partial class EditModel
{
    /// <summary>The most characters of a name that an address of the editor repeats; a longer one is left out, since proxies refuse long addresses.</summary>
    const int LongestChoice = 500;

    /// <summary>The revision of the draft that the form was made from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    /// <summary>The nodes that are chosen.</summary>
    [BindProperty(Name = "nodes")]
    public string[] Chosen { get; set; } = [];

    public Task<IActionResult> OnPostAdd(Guid id, string? type) => Change(id, editor => editor.Add(type ?? "", Add ?? NodePlace.Alone, To, Port));

    public Task<IActionResult> OnPostConnect(Guid id, string? target) => Change(id, editor => editor.Connect(Node ?? "", Port, target ?? ""));

    public Task<IActionResult> OnPostDisconnect(Guid id) => Change(id, editor => editor.Disconnect(Edge ?? ""));

    public Task<IActionResult> OnPostRename(Guid id, string? to) => Change(id, editor => editor.Rename(Node ?? "", to ?? ""));

    public Task<IActionResult> OnPostDelete(Guid id, bool join) => Change(id, editor => editor.Delete(Chosen, join));

    public Task<IActionResult> OnPostDuplicate(Guid id) => Change(id, editor => editor.Duplicate(Chosen));

    public Task<IActionResult> OnPostPaste(Guid id, string? json) => Change(id, editor => editor.Paste(json ?? ""));

    public Task<IActionResult> OnPostPin(Guid id, string? output, string[] ports) => Change(id, editor => editor.Pin(
        Node ?? "", output is null ? null : new(Json.TryParse(output) ?? throw new FlowEditException("What is to be pinned is not JSON."), ports)));

    public async Task<IActionResult> OnPostUndo(Guid id) => await Move(id, -1);

    public async Task<IActionResult> OnPostRedo(Guid id) => await Move(id, 1);

    public IActionResult OnPostCopy(Guid id)
    {
        if (!Load(id))
            return NotFound();
        try
        {
            Copied = new FlowEditor(Draft.Content.Flow, catalogue).Copy(Chosen);
        }
        catch (FlowEditException error)
        {
            return Refuse(error.Message);
        }
        Panel = EditorPanel.Nodes;
        return Page();
    }

    /// <summary>Moves nodes into a workflow of their own.</summary>
    public async Task<IActionResult> OnPostMoveOut(Guid id, string? name)
    {
        name = (name ?? "").Trim();
        string? moved = null;
        return await Change(id, editor =>
        {
            if (name.Length == 0 || name.Length > WorkflowStore.LongestName)
                throw new FlowEditException($"Give the new workflow a name of 1 to {WorkflowStore.LongestName} characters.");
            if (workflows.Has(name))
                throw new FlowEditException($"There is a workflow “{name}” already. Give the new one another name.");
            (var edit, moved) = editor.MoveOut(Chosen, name);
            return edit;
        }, async () => await workflows.Create(new(name, "", moved!), asDraft: true));
    }

    /// <summary>Saves a node's form, and does what its buttons do besides: rows, references, a trial.</summary>
    /// <param name="command">Such as <c>add:headers</c>, <c>remove:headers[2]</c>, <c>into:url</c>, <c>insert:input.name</c>, <c>test</c>.</param>
    public async Task<IActionResult> OnPostNode(Guid id, string? command, string? given)
    {
        var (verb, argument) = (command ?? "").Split(':', 2) is [var first, var rest] ? (first, rest) : (command ?? "", "");
        var answer = await Change(id, editor =>
        {
            var data = editor.DataOf(Node ?? "");
            Read(data, editor.TypeOf(Node!));
            Do(verb, argument, data);
            return editor.Change(Node!, data);
        }, stay: verb == "test");
        At = verb == "add" ? argument : verb == "insert" ? Into : null;
        Into = verb == "into" ? argument : null;
        return verb == "test" && answer is PageResult && Refusal is null && Theirs is null ? await Try(given)
            : answer is RedirectResult ? Back(Node) : answer;
    }

    /// <summary>Saves the workflow's name, description, inputs and limit.</summary>
    public Task<IActionResult> OnPostSettings(Guid id, WorkflowForm described, string? command) => Change(id, editor =>
    {
        var settings = editor.Settings;
        ConfigurationForm.Read(FlowSettings.Shape, settings, Request.Form, "flow.");
        var limit = settings["concurrency"] as JsonObject ?? [];
        ConfigurationForm.Read(FlowConcurrency.Shape, limit, Request.Form, "flow.concurrency.");
        settings.Remove("concurrency");
        if (limit.ContainsKey("limit"))
            settings["concurrency"] = limit.DeepClone();
        if (command?.Split(':', 2) is [var verb, var argument])
            Do(verb, argument, settings);
        Panel = EditorPanel.Settings;
        return editor.ChangeSettings(settings);
    }, described: content => described.ToDraft() with { Flow = content.Flow });

    /// <summary>The value of one field over the last run, while it is written.</summary>
    public IActionResult OnPostPreview(Guid id, string? field)
    {
        if (!Load(id) || Selected is not { } node || TypeOf(node) is not { } type)
            return NotFound();
        var data = JsonObject.Create(node.Data)!;
        Read(data, type);
        var name = field?.StartsWith("data.", StringComparison.Ordinal) == true ? field["data.".Length..] : "";
        var (owner, key) = ConfigurationForm.Owner(data, name);
        return Partial("_Preview", owner?[key] is JsonValue text && text.TryGetValue<string>(out var template) && template.Contains("{{", StringComparison.Ordinal) ? Evaluate(new(template), node.Id) : null);
    }

    /// <summary>Publishes the draft.</summary>
    /// <param name="over">The version that is put aside by it, if somebody published past the editor.</param>
    public async Task<IActionResult> OnPostPublish(Guid id, string? note, string? author, int? over)
    {
        if (!Load(id))
            return NotFound();
        if (Draft.Revision != Revision)
            return Conflict();
        (note, author, Panel) = ((note ?? "").Trim(), (author ?? "").Trim(), EditorPanel.Publish);
        if (note.Length > WorkflowStore.LongestDescription || author.Length > WorkflowStore.LongestName)
            return Refuse("The note or the name is too long. Shorten it.");
        var (version, problems) = await drafts.Publish(Draft, new(note, author), over);
        if (version is not null)
            return Redirect($"~/workflows/{id}");
        // Whoever published past the editor is shown, and asked about, by the form of this panel.
        return Refuse(problems.Count > 0 ? $"It cannot be published yet: it has {Words.Count(problems.Count, "problem")}." : "Somebody else has published a version meanwhile. Look at it, and say whether yours is to come after it.",
            problems.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict);
    }

    /// <summary>Runs the draft as it is.</summary>
    public async Task<IActionResult> OnPostRun(Guid id, string? prompt)
    {
        if (!Load(id))
            return NotFound();
        Panel = EditorPanel.Run;
        var sent = GivenInput.Sent(Request.Form);
        var (values, refused) = InputValues.OfTexts(Flow.Inputs, sent);
        var start = refused.Count > 0 ? RunStart.Refused(refused) : await Start(id, prompt ?? "", values);
        if (start.Run is { } run)
            return RunAddress.SeeOther(this, run);
        RunForm = new PromptForm(id, InputField.Of(Flow.Inputs, sent)) { Prompt = prompt }.Refused(start);
        Response.StatusCode = start.StatusCode();
        return Page();
    }

    /// <summary>The form that runs the draft.</summary>
    public PromptForm RunForm { get => field ??= new(Draft.Workflow, InputField.Of(Flow.Inputs)); private set; }

    /// <summary>Takes a version's flow into the draft.</summary>
    public Task<IActionResult> OnPostRestore(Guid id, int version) => Change(id,
        _ => workflows.FindVersion(id, version) is null ? throw new FlowEditException($"There is no version {version}.") : new($"Restored version {version}"),
        described: content => content with { Flow = workflows.FindVersion(id, version)!.Flow });

    async Task<RunStart> Start(Guid id, string prompt, System.Text.Json.JsonElement? input)
    {
        var (version, problems) = await drafts.Keep(Draft);
        return version is null ? RunStart.Refused($"It cannot run yet: it has {Words.Count(problems.Count, "problem")}.") : await runs.Start(new(id, prompt, "draft", Version: version, Input: input));
    }

    void Read(JsonObject data, NodeType? type)
    {
        if (Request.Form.TryGetValue("data.label", out var label))
            data["label"] = label[^1];
        if (type is not null)
            ConfigurationForm.Read(type.Shape, data, Request.Form, "data.");
        var settings = data["settings"] as JsonObject ?? [];
        ConfigurationForm.Read(NodeSettings.Shape, settings, Request.Form, "data.settings.");
        if (settings.Count > 0 && settings.Parent is null)
            data["settings"] = settings;
    }

    void Do(string verb, string argument, JsonObject data)
    {
        if (verb == "add")
            ConfigurationForm.AddRow(data, argument);
        else if (verb == "remove")
            ConfigurationForm.RemoveRow(data, argument);
        else if (verb == "insert" && ConfigurationForm.Owner(data, Into ?? "") is ({ } owner, var key))
            owner[key] = $"{owner[key]}{{{{{argument}}}}}";
    }

    async Task<IActionResult> Try(string? given)
    {
        Given = string.IsNullOrWhiteSpace(given) ? null : given;
        if (Selected is not { } node || TypeOf(node) is not { } type || type.Read(node.Data).Configuration is not { } configuration || node.IsNote)
            return Refuse("The node cannot be tried yet: mend its problems first.");
        if (Given is not null && Json.TryParse(Given) is null)
            return Refuse("What it is to be given is not JSON. Write a value such as {\"name\": \"Ada\"}, or leave it empty to take what the last run gave.");
        var data = new TrialData(Flow, LastRun, node.Id, Given is null ? null : Json.TryParse(Given));
        Trial = await trials.Run(new(node, type, configuration, NodeSettings.Read(node.Data).Settings), data, HttpContext.RequestAborted);
        return Page();
    }

    async Task<IActionResult> Move(Guid id, int by)
    {
        if (!Load(id))
            return NotFound();
        return Draft.Revision == Revision && await drafts.Move(Draft, by) ? Back(Node) : Conflict();
    }

    /// <summary>Makes a change and saves it to the draft.</summary>
    /// <param name="first">What is done once the change can be made, before it is saved.</param>
    /// <param name="described">Changes what is not in the flow.</param>
    /// <param name="stay">Whether to show the editor at once, and not to lead back to it.</param>
    async Task<IActionResult> Change(Guid id, Func<FlowEditor, FlowEdit> edit, Func<Task>? first = null, Func<WorkflowDraft, WorkflowDraft>? described = null, bool stay = false)
    {
        if (!Load(id))
            return NotFound();
        if (!ModelState.IsValid)
            return Refuse("The form was not sent whole. Open the editor again.", StatusCodes.Status400BadRequest);
        try
        {
            var editor = new FlowEditor(Draft.Content.Flow, catalogue);
            var before = editor.Flow;
            var done = edit(editor);
            if (Draft.Revision != Revision)
                return Conflict(editor.Flow);
            var content = Draft.Content with { Flow = editor.Flow == before ? Draft.Content.Flow : editor.Flow };
            content = described?.Invoke(content) ?? content;
            if (WorkflowStore.FindDescriptionProblems(content) is [var problem, ..])
                return Refuse(problem.Message);
            // What is saved must be readable, or the editor could not show it any more.
            if (Flow.FindExcess(content.Flow) is { } excess)
                return Refuse(excess);
            if (first is not null)
                await first();
            if (content != Draft.Content && !await drafts.Save(Draft, content, done.Change))
                return Load(id) ? Conflict(content.Flow) : NotFound();
            return !stay ? Back(done.Node) : Load(id) ? Page() : NotFound();
        }
        catch (FlowEditException error)
        {
            Refusal = error.Message;
            return Draft.Revision == Revision ? Refuse(error.Message) : Conflict();
        }
    }

    RedirectResult Back(string? node) => Redirect(Link(new (string, string?)[] { ("node", node), ("into", Into), ("at", At), ("panel", Panel == EditorPanel.Overview ? null : Panel.ToString().ToLowerInvariant()) }
        .Where(pair => pair.Item2 is { Length: > 0 and <= LongestChoice })));

    /// <summary>What the form sent, to be sent again if its writer says so.</summary>
    public IEnumerable<(string Name, string? Value)> Resent => Request.Form
        .Where(sent => sent.Key is not ("revision" or "__RequestVerificationToken")).SelectMany(sent => sent.Value.Select(value => (sent.Key, value)));

    /// <param name="mine">The flow that the change would make of the draft.</param>
    PageResult Conflict(string? mine = null)
    {
        Mine = mine is not null && Flow.Parse(mine).Flow is { } wanted ? FlowDiff.Of(Flow, wanted, catalogue) : null;
        Theirs = drafts.Since(Draft.Workflow, Revision);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    PageResult Refuse(string message, int status = StatusCodes.Status422UnprocessableEntity)
    {
        Refusal = message;
        Response.StatusCode = status;
        return Page();
    }
}
