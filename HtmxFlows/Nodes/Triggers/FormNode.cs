using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>What a person sees who has sent a public form.</summary>
public enum AfterForm
{
    Message,
    Result,
    Redirect,
}

/// <summary>Starts a run when a person sends a public form, whose fields are the workflow's inputs.</summary>
public sealed class FormNode : PublicPageNode<FormNode.Configuration>
{
    internal const string TypeName = "form";

    public sealed record Configuration : IPublicPage
    {
        [Display(Name = "Address", Description = "The word after /form/ in the address. Default: 22 letters and digits that nobody can guess.")]
        public string Slug { get; init; } = "";

        [Display(Name = "Title", Description = "The heading of the page. Default: the name of the workflow.")]
        public string Title { get; init; } = "";

        [Display(Name = "Text", Description = "What the form is for, as Markdown."), DataType(DataType.MultilineText)]
        public string Text { get; init; } = "";

        [Display(Name = "Signed in", Description = "Only users of this server may send it, and the run knows who did.")]
        public bool SignedIn { get; init; }

        [Display(Name = "Afterwards", Description = "Show a message, wait for the result and show it, or open another page.")]
        public AfterForm After { get; init; }

        [AppliesWhen(nameof(After), AfterForm.Message), Display(Name = "Message", Description = "e.g. Thank you, {{trigger.input.name}}. Default: Thank you."), DataType(DataType.MultilineText)]
        public Template Message { get; init; } = new("");

        [AppliesWhen(nameof(After), AfterForm.Redirect), Display(Name = "Page", Description = "The address of the page, e.g. https://example.com/thanks?name={{trigger.input.name}}.")]
        public Template Redirect { get; init; } = new("");
    }

    public override string Name => TypeName;
    public override string Title => "Form";
    public override string Summary => "Starts a run when a person sends a public page. Its fields are the inputs of the workflow. {{trigger.input}} has the values, {{trigger.by}} who sent it if users sign in.";
    public override IReadOnlyList<string> Synonyms { get; } = ["n8n Form Trigger", "survey", "questionnaire", "trigger", "public page"];
    public override JsonElement? SampleData { get; } = Json.Parse("""{"input": {}, "by": null, "remote": "127.0.0.1"}""");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("A question to the team", """{"slug": "ask", "title": "Ask us", "after": "message", "message": "Thank you, {{trigger.input.name}}."}""", """{"trigger": {"input": {"name": "Ada"}, "by": null, "remote": "192.0.2.10"}}"""),
        new("A form of users, with the result", """{"slug": "report", "signedIn": true, "after": "result"}""", """{"trigger": {"input": {"month": "May"}, "by": "Ada", "remote": "192.0.2.10"}}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        foreach (var problem in base.Check(configuration))
            yield return problem;
        if (configuration is { After: AfterForm.Redirect, Redirect.Text.Length: 0 })
            yield return new("redirect", "Give the address of the page.");
        else if (configuration.After == AfterForm.Redirect && !configuration.Redirect.Text.StartsWith("https://", StringComparison.Ordinal) && !configuration.Redirect.Text.StartsWith("http://", StringComparison.Ordinal))
            yield return new("redirect", "The address begins with https:// or http://.");
    }
}
