using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.WebUtilities;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Addresses of the editor of a workflow. They keep how its diagram is shown.</summary>
public sealed class EditorAddress(HttpRequest request, Guid workflow)
{
    /// <summary>The address without a query.</summary>
    public string Path { get; } = $"{request.PathBase}/workflows/{workflow}/edit";

    /// <summary>How the diagram is shown, as parameters.</summary>
    public IDictionary<string, string> Kept { get; } = DiagramOptions.Of(request).Kept;

    /// <summary>The route values of the pages that change the draft.</summary>
    public IDictionary<string, string> Route => new Dictionary<string, string>(Kept) { ["id"] = workflow.ToString() };

    /// <summary>The route values of the pages that change one node of the draft.</summary>
    public IDictionary<string, string> RouteOf(FlowNode node) => new Dictionary<string, string>(Route) { ["node"] = PathPart.Of(node.Id) };

    /// <summary>The address of the editor with a choice.</summary>
    public string Of(EditorChoice choice) => With(choice.Query);

    /// <inheritdoc cref="Of"/>
    public string With(params IEnumerable<(string Key, string? Value)> chosen) =>
        QueryHelpers.AddQueryString(Path, chosen.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)).Concat(Kept.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))));

    /// <summary>How the diagram is shown; its links lead to the editor, also from a page that refuses a change.</summary>
    public DiagramOptions LookAt(EditorChoice choice) => DiagramOptions.Of(request).At(Path, choice.Query);
}
