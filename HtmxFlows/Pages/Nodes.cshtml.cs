using HtmxFlows.Credentials;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>The catalogue of node types.</summary>
public sealed class NodesModel(NodeCatalogue catalogue, ExampleOutcomes examples, CredentialSource credentials, TimeProvider time, NodeLimits limits) : PageModel
{
    /// <summary>How long the page waits for the outcomes of a type's examples. Scripts wait for their processes to start, and are shown without outputs until then.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly Dictionary<NodeType, CancellationToken> patience = [];

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<NodeType> Found { get; private set; } = [];

    public IEnumerable<IGrouping<NodeCategory, NodeType>> Categories => Found.GroupBy(type => type.Category);

    public ConfigurationShape Settings { get; } = NodeSettings.Shape;

    /// <summary>The names of the secrets.</summary>
    public IReadOnlyList<string> Secrets => credentials.Current.For(null).Names;

    public ConfigurationShape Inputs { get; } = ConfigurationShape.Of(typeof(FlowInput));

    public IReadOnlyList<FunctionFamily> Functions => FunctionCatalogue.Families;

    public void OnGet() => Found = catalogue.Search(Q ?? "");

    /// <summary>The value of a function's example, as JSON.</summary>
    public string Evaluate(Function function) =>
        new Template(function.Example).Evaluate(new NodeContext(FunctionCatalogue.Examples, "example", time, limits), HttpContext.RequestAborted).GetRawText();

    /// <summary>The outcome of an example; null if it has external effects, or is not there in time.</summary>
    public ValueTask<NodeOutcome?> Run(NodeType type, NodeExample example) => examples.Of(type, example, PatienceWith(type));

    CancellationToken PatienceWith(NodeType type)
    {
        if (patience.TryGetValue(type, out var known))
            return known;
        var limit = new CancellationTokenSource(Patience, time);
        HttpContext.Response.RegisterForDispose(limit);
        return patience[type] = limit.Token;
    }
}
