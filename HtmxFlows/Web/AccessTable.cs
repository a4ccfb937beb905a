using System.Collections.Frozen;
using System.Text.RegularExpressions;
using HtmxFlows.Accounts;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.AspNetCore.StaticAssets;

namespace HtmxFlows.Web;

/// <summary>Who may use which address: the one place that says so. An address that is not here is for owners only.</summary>
public static partial class AccessTable
{
    static readonly FrozenDictionary<string, Access> Routes = new Dictionary<string, Access>
    {
        ["/"] = Access.Seen,
        ["/account"] = Access.Own,
        ["/account/authenticator"] = Access.Own,
        ["/account/authenticator/codes"] = Access.Own,
        ["/account/authenticator/removal"] = Access.Own,
        ["/account/identity"] = Access.Own,
        ["/account/identity/removal"] = Access.Own,
        ["/account/name"] = Access.Own,
        ["/account/password"] = Access.Own,
        ["/account/sessions/end"] = Access.Own,
        ["/account/sessions/{id:guid}/end"] = Access.Own,
        ["/api/credentials"] = Access.Owned.Scoped(TokenScope.Admin, TokenScope.Admin),
        ["/api/credentials/{id:guid}"] = Access.Owned.Scoped(TokenScope.Admin, TokenScope.Admin),
        ["/api/runs"] = Access.Seen.Scoped(TokenScope.RunsRead),
        ["/api/runs/bulk"] = Access.EditOnly.Scoped(null, TokenScope.WorkflowsWrite),
        ["/api/runs/{id:guid}"] = Access.Edit.Scoped(TokenScope.RunsRead, TokenScope.WorkflowsWrite),
        ["/api/runs/{id:guid}/answers"] = Access.Run.Scoped(null, TokenScope.RunsStart),
        ["/api/runs/{id:guid}/cancellation"] = Access.Run.Scoped(null, TokenScope.RunsStart),
        ["/api/runs/{id:guid}/events"] = Access.Seen.Scoped(TokenScope.RunsRead),
        ["/api/schedules/preview"] = Access.Seen.Scoped(TokenScope.WorkflowsRead),
        ["/api/tokens"] = Access.Own,
        ["/api/tokens/{id:guid}"] = Access.Own,
        ["/api/workflows"] = Access.Edit.Scoped(TokenScope.WorkflowsRead, TokenScope.WorkflowsWrite),
        ["/api/workflows/{id:guid}"] = Access.Edit.Scoped(TokenScope.WorkflowsRead, TokenScope.WorkflowsWrite),
        ["/api/workflows/{id:guid}/deliveries"] = Access.Seen.Scoped(TokenScope.RunsRead),
        ["/api/workflows/{id:guid}/deliveries/{delivery:guid}/replay"] = Access.Run.Scoped(null, TokenScope.RunsStart),
        ["/api/workflows/{id:guid}/triggers"] = Access.Seen.Scoped(TokenScope.WorkflowsRead),
        ["/api/workflows/{id:guid}/runs"] = Access.Run.Scoped(null, TokenScope.RunsStart),
        ["/api/workflows/{id}/run"] = Access.RunOnly.Scoped(TokenScope.RunsStart),
        ["/api/{documentName}.json"] = Access.Seen.Scoped(TokenScope.WorkflowsRead),
        ["/account/tokens"] = Access.Own,
        ["/account/tokens/{id:guid}/revocation"] = Access.Own,
        ["/approvals/{run:guid}/{node}"] = Access.Public,
        ["/audit"] = Access.Owned,
        ["/audit/export"] = Access.Owned,
        ["/brand/logo"] = Access.Public,
        ["/brand/style.css"] = Access.Public,
        ["/chat/{key}/{conversation:guid?}"] = Access.Public,
        ["/chat/{key}/{conversation:guid}/cancellation"] = Access.Public,
        ["/chat/{key}/{conversation:guid}/questions/{question}"] = Access.Public,
        ["/chat/{key}/{conversation:guid}/turns/{run:guid}/events"] = Access.Public,
        ["/credentials"] = Access.Owned,
        ["/credentials/callback"] = Access.Owned,
        ["/credentials/new"] = Access.Owned,
        ["/credentials/{id:guid}"] = Access.Owned,
        ["/credentials/{id:guid}/authorization"] = Access.Owned,
        ["/credentials/{id:guid}/deletion"] = Access.Owned,
        ["/credentials/{id:guid}/trial"] = Access.Owned,
        ["/entry"] = Access.EditOnly,
        ["/entry/deletion"] = Access.EditOnly,
        ["/files"] = Access.Seen,
        ["/files/{id:guid}"] = Access.Seen,
        ["/form/{key}"] = Access.Public,
        ["/form/{key}/sent/{once:guid}"] = Access.Public,
        ["/hook/{key}/{**tail}"] = Access.Public,
        ["/inbox"] = Access.Seen,
        ["/inbox/count"] = Access.Seen,
        ["/invitation"] = Access.Public,
        ["/mcp"] = Access.EditOnly,
        ["/mcp/{server}/"] = Access.RunOnly.Scoped(TokenScope.Mcp, TokenScope.Mcp),
        ["/mcp/{server}/deletion"] = Access.EditOnly,
        ["/mcp/{server}/edit"] = Access.EditOnly,
        ["/metrics"] = Access.Seen.Scoped(TokenScope.RunsRead),
        ["/nodes"] = Access.Seen,
        ["/nodes/curl"] = Access.EditOnly,
        ["/people"] = Access.Owned,
        ["/people/invitations"] = Access.Owned,
        ["/people/invitations/{id:guid}/withdrawal"] = Access.Owned,
        ["/people/new"] = Access.Owned,
        ["/people/{id:guid}"] = Access.Owned,
        ["/people/{id:guid}/authenticator/removal"] = Access.Owned,
        ["/people/{id:guid}/password"] = Access.Owned,
        ["/problem/{code:int}"] = Access.Public,
        ["/runs"] = Access.Seen,
        ["/runs/bulk"] = Access.EditOnly,
        ["/runs/{id:guid}"] = Access.Seen,
        ["/runs/{id:guid}/cancellation"] = Access.Run,
        ["/runs/{id:guid}/deletion"] = Access.EditOnly,
        ["/runs/{id:guid}/entries"] = Access.Seen,
        ["/runs/{id:guid}/events"] = Access.Seen,
        ["/runs/{id:guid}/freshness"] = Access.Seen,
        ["/runs/{id:guid}/log"] = Access.Seen,
        ["/runs/{id:guid}/nodes"] = Access.Seen,
        ["/runs/{id:guid}/output"] = Access.Seen,
        ["/runs/{id:guid}/questions/{node}"] = Access.Run,
        ["/runs/{id:guid}/result"] = Access.Seen,
        ["/runs/{id:guid}/retry"] = Access.RunOnly,
        ["/search"] = Access.Seen,
        ["/setup"] = Access.Public,
        ["/sign-in"] = Access.Public,
        ["/sign-in/code"] = Access.Public,
        ["/sign-in/provider"] = Access.Public,
        ["/sign-in/provider/callback"] = Access.Public,
        ["/sign-out"] = Access.Own,
        ["/store"] = Access.Seen,
        ["/store/{collection}"] = Access.Seen,
        ["/templates/{template?}"] = Access.Edit,
        ["/time-zone"] = Access.Own,
        ["/unreachable"] = Access.Public,
        ["/workflows/description"] = Access.EditOnly,
        ["/workflows/import"] = Access.EditOnly,
        ["/workflows/new"] = Access.EditOnly,
        ["/workflows/{id:guid}"] = Access.Seen,
        ["/workflows/{id:guid}/api"] = Access.Seen,
        ["/workflows/{id:guid}/archival"] = Access.EditOnly,
        ["/workflows/{id:guid}/archival/removal"] = Access.EditOnly,
        ["/workflows/{id:guid}/delete"] = Access.EditOnly,
        ["/workflows/{id:guid}/deliveries"] = Access.Seen,
        ["/workflows/{id:guid}/deliveries/{delivery:guid}/replay"] = Access.Run,
        ["/workflows/{id:guid}/draft/addition"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/copy"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/duplication"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/edges"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/edges/removal"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/extraction"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/insertion"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/json"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/autosave"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/curl"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/disabled"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/id"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/pin"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/preview"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/references"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/replacement"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/rows"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/rows/removal"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/runs"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/nodes/{node}/trial"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/publication"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/redo"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/removal"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/restoration"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/runs"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/settings"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/settings/autosave"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/settings/rows"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/settings/rows/removal"] = Access.EditOnly,
        ["/workflows/{id:guid}/draft/undo"] = Access.EditOnly,
        ["/workflows/{id:guid}/edit"] = Access.EditOnly,
        ["/workflows/{id:guid}/export"] = Access.Seen,
        ["/workflows/{id:guid}/people"] = Access.EditOnly,
        ["/workflows/{id:guid}/runs"] = Access.Run,
        ["/workflows/{id:guid}/tags"] = Access.EditOnly,
        ["/workflows/{id:guid}/triggers/{node}/resumption"] = Access.EditOnly,
        ["/workflows/{id:guid}/versions"] = Access.Seen,
        ["/workflows/{id:guid}/versions/{version:int}"] = Access.Seen,
    }.ToFrozenDictionary();

    /// <summary>The patterns of all addresses, as they are mapped.</summary>
    public static IReadOnlyList<string> Patterns => Routes.Keys;

    /// <summary>Who may use an endpoint. An address without an endpoint is seen by everyone with a session as what it is: nothing.</summary>
    public static Access Of(Endpoint? endpoint) =>
        endpoint is null ? Access.Own
        : endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null ? Access.Public
        : endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern } ? Of(pattern)
        : Access.Own;

    /// <summary>Who may use the addresses of a pattern.</summary>
    public static Access Of(string pattern) => Routes.GetValueOrDefault(pattern.StartsWith('/') ? pattern : $"/{pattern}", Access.Owned);

    /// <summary>Who may use the addresses of a pattern without the constraints of its parameters, as the description of the API has it; null if it is none.</summary>
    public static Access? OfDescribed(string pattern) =>
        Routes.Where(route => Constraint().Replace(route.Key, "}") == pattern).Select(route => route.Value).FirstOrDefault();

    /// <summary>Who may use a path of the app; null if nothing is there.</summary>
    public static Access? Find(string path)
    {
        foreach (var (matcher, access) in Matchers[FirstOf(path)])
        {
            // As it is: a path from a link may hold what no path of a request can.
            if (matcher.TryMatch(new PathString(path), []))
                return access;
        }
        return null;
    }

    /// <summary>A path may fit several patterns: those with more literal text come first.</summary>
    static readonly ILookup<string, (TemplateMatcher Matcher, Access Access)> Matchers = (
        from route in Routes
        let template = TemplateParser.Parse(Constraint().Replace(route.Key, "}").TrimStart('/'))
        orderby template.Segments.Count(segment => segment.Parts.Any(part => part.IsParameter)), route.Key.Length descending
        select (First: FirstOf(route.Key), Matcher: new TemplateMatcher(template, []), Access: route.Value))
        .ToLookup(route => route.First, route => (route.Matcher, route.Access), StringComparer.OrdinalIgnoreCase);

    /// <summary>The first segment of a path or pattern, which is never a parameter: a page has many links, and few patterns begin like each.</summary>
    static string FirstOf(string path) => path.Split('/')[1];

    /// <summary>A constraint of a parameter, such as <c>:guid</c>.</summary>
    [GeneratedRegex(@":\w+\}")]
    private static partial Regex Constraint();
}
