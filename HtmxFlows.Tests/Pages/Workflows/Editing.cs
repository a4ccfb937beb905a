using AngleSharp.Dom;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.Workflows;

/// <summary>The editor for a person without scripts: every link and form as it was rendered.</summary>
static class Editing
{
    /// <summary>Saves a workflow with one node, <c>greet</c>.</summary>
    public static Task<Guid> MakeGreeting(this App app, string name) => app.Make(name, [App.Template("greet", "Hello {{prompt}}")]);

    /// <summary>Opens the editor of a workflow.</summary>
    public static Task<Page> Edit(this Visitor visitor, Guid workflow, string query = "") => visitor.Open($"/workflows/{workflow}/edit?{query}".TrimEnd('?'));

    /// <summary>Follows a link by its text.</summary>
    public static Task<Page> Follow(this Visitor visitor, Page page, string link) => visitor.Open(page.All("main a").First(one => one.Words() == link).GetAttribute("href")!);

    /// <summary>Adds a node in the panel that is open.</summary>
    public static Task<Page> Add(this Visitor visitor, Page page, string type) => visitor.Submit(page.One("#types"), button: $"type={type}");

    /// <summary>Saves the form of the node that is open.</summary>
    public static Task<Page> Save(this Visitor visitor, Page page, params (string, string)[] values) => visitor.Submit(page.Node(), Values(values), "Save");

    /// <summary>The form of the node that is open.</summary>
    public static IElement Node(this Page page) => page.One("#node-form");

    /// <summary>The form in which nodes are selected.</summary>
    public static IElement Selection(this Page page) => page.One("form:has([type=checkbox][name=nodes])");

    /// <summary>The form that is sent to a resource of the draft, or the button by which the open form is: <c>undo</c>, <c>nodes/greet/pin</c>.</summary>
    public static IElement Draft(this Page page, string resource) =>
        page.All($"form[action*='/draft/{resource}']") is [var form] ? form : page.One($"button[formaction*='/draft/{resource}']");

    /// <summary>The value of a field.</summary>
    public static string? Field(this Page page, string name) => page.One($"[name='{name}']") is { LocalName: "textarea" } text ? text.TextContent.TrimStart('\n') : page.One($"[name='{name}']").GetAttribute("value");

    /// <summary>A token for forms that the app did not render.</summary>
    public static async Task<string> Token(this Visitor visitor) =>
        (await visitor.Open("/workflows/new")).All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;

    public static Dictionary<string, string> Values(params (string Name, string Value)[] values) => values.ToDictionary(pair => pair.Name, pair => pair.Value);
}
