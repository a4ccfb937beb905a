using System.Globalization;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.WebUtilities;

namespace HtmxFlows.Views;

/// <summary>How a page shows a flow, as its query says: as a picture or an outline, how large, and what is searched in it.</summary>
public sealed record DiagramOptions
{
    /// <summary>The size at which all of a picture is seen.</summary>
    public const string Fit = "fit";

    /// <summary>The most characters that can be searched for; of a longer text nothing is searched.</summary>
    public const int LongestFind = 500;

    const string ViewKey = "view", ZoomKey = "zoom", FindKey = "find", Outline = "outline";

    string path;
    IReadOnlyList<KeyValuePair<string, string?>> others;

    DiagramOptions(HttpRequest request)
    {
        path = request.PathBase + request.Path;
        others = [.. request.Query.Where(pair => pair.Key is not (ViewKey or ZoomKey or FindKey)).SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value))];
        IsOutline = request.Query[ViewKey] == Outline;
        Zoom = Zooms.Keys.FirstOrDefault(zoom => zoom == request.Query[ZoomKey]) ?? "";
        var find = request.Query[FindKey].ToString().Trim();
        Find = find.Length <= LongestFind ? find : "";
    }

    /// <summary>The sizes that can be chosen, and what people call them.</summary>
    public static IReadOnlyDictionary<string, string> Zooms { get; } = new Dictionary<string, string>
    {
        [""] = "Fit",
        [Fit] = "All",
        ["50"] = "50 %",
        ["100"] = "100 %",
        ["150"] = "150 %",
    };

    /// <summary>It is a text in the place of a picture.</summary>
    public bool IsOutline { get; private init; }

    /// <summary>A size of <see cref="Zooms"/>; empty if the picture itself finds one.</summary>
    public string Zoom { get; private init; }

    /// <summary>What is searched; empty if nothing.</summary>
    public string Find { get; private init; }

    public static DiagramOptions Of(HttpRequest request) => new(request);

    /// <summary>Whether a node is one of those that are searched.</summary>
    public bool Finds(FlowNode node) => Find.Length > 0 && FlowSearch.Has(node, Find);

    public static double Factor(string percent) => int.Parse(percent, CultureInfo.InvariantCulture) / 100.0;

    /// <summary>The address of the same page with the picture, or with the outline.</summary>
    public string As(bool outline) => (this with { IsOutline = outline }).Address;

    /// <summary>The address of the same page with the picture in another size.</summary>
    public string In(string zoom) => (this with { Zoom = zoom, IsOutline = false }).Address;

    /// <summary>The address of the same page where nothing is searched.</summary>
    public string WithoutSearch => (this with { Find = "" }).Address;

    /// <summary>The same look of another page.</summary>
    public DiagramOptions At(string page, IEnumerable<(string Key, string? Value)> query) => this with { path = page, others = [.. query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))] };

    /// <summary>The address of the same page with a parameter of its own.</summary>
    public string With(string key, string value) =>
        (this with { others = [.. others.Where(pair => pair.Key != key), KeyValuePair.Create(key, (string?)value)] }).Address;

    /// <summary>Where a search is sent, and what is sent with it.</summary>
    public (string Path, IEnumerable<KeyValuePair<string, string?>> Fields) Search => (path, Query.Where(pair => pair.Key != FindKey));

    /// <summary>The look, as parameters for other addresses of the page.</summary>
    public IDictionary<string, string> Kept => Own.ToDictionary(pair => pair.Key, pair => pair.Value!);

    string Address => QueryHelpers.AddQueryString(path, Query);

    IEnumerable<KeyValuePair<string, string?>> Query => [.. others, .. Own];

    IEnumerable<KeyValuePair<string, string?>> Own =>
        new[] { (ViewKey, IsOutline ? Outline : ""), (ZoomKey, Zoom), (FindKey, Find) }.Where(pair => pair.Item2.Length > 0).Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2));
}

/// <summary>The bar above a flow: the choice of diagram or outline, the sizes, and the search with its results.</summary>
/// <param name="Href">Where a node that was found leads.</param>
/// <param name="Part">The id of the part of the page that another look changes; null if the page around the bar says so.</param>
public sealed record FlowBar(Diagram Diagram, DiagramOptions Look, Func<FlowNode, string> Href, string? Part = "flow")
{
    /// <summary>The most nodes that are listed.</summary>
    public const int MostListed = 50;

    public IReadOnlyList<FlowNode> Found { get; } = [.. Diagram.Flow.Nodes.Where(Look.Finds)];
}
