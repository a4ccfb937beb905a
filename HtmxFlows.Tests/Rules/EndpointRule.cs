using HtmxFlows.Accounts;
using HtmxFlows.Tests.Web;
using HtmxFlows.Web;

namespace HtmxFlows.Tests.Rules;

/// <summary>Every address that the app answers, with its methods and who may use it. A new address is added here on purpose.</summary>
public sealed class EndpointRule(App app)
{
    // The role is the lowest that may use the address once there are users. "form": a POST needs the token of one of the app's forms.
    static readonly string[] Expected =
    [
        "/ GET HEAD: viewer",
        "/account GET HEAD: viewer",
        "/account/name GET HEAD POST: viewer, form",
        "/account/password GET HEAD POST: viewer, form",
        "/account/sessions/end GET HEAD POST: viewer, form",
        "/account/sessions/{id:guid}/end GET HEAD POST: viewer, form",
        "/account/tokens GET HEAD POST: viewer, form",
        "/account/tokens/{id:guid}/revocation GET HEAD POST: viewer, form",
        "/api/runs GET: viewer",
        "/api/runs/bulk POST: editor, not from other sites",
        "/api/runs/{id:guid} DELETE: editor, not from other sites",
        "/api/runs/{id:guid} GET: viewer",
        "/api/runs/{id:guid}/answers POST: runner, not from other sites",
        "/api/runs/{id:guid}/cancellation POST: runner, not from other sites",
        "/api/runs/{id:guid}/events GET: viewer",
        "/api/schedules/preview GET: viewer",
        "/api/tokens GET: viewer",
        "/api/tokens POST: viewer, not from other sites",
        "/api/tokens/{id:guid} DELETE: viewer, not from other sites",
        "/api/workflows GET: viewer",
        "/api/workflows POST: editor, not from other sites",
        "/api/workflows/{id:guid} DELETE: editor, not from other sites",
        "/api/workflows/{id:guid} GET: viewer",
        "/api/workflows/{id:guid} PUT: editor, not from other sites",
        "/api/workflows/{id:guid}/deliveries GET: viewer",
        "/api/workflows/{id:guid}/deliveries/{delivery:guid}/replay POST: runner, not from other sites",
        "/api/workflows/{id:guid}/runs POST: runner, not from other sites",
        "/api/workflows/{id:guid}/triggers GET: viewer",
        "/api/workflows/{id}/run GET: runner, not from other sites",
        "/api/{documentName}.json GET: viewer",
        "/approvals/{run:guid}/{node} GET HEAD POST: everyone, form",
        "/audit GET HEAD: owner",
        "/audit/export GET HEAD: owner",
        "/entry GET HEAD POST: editor, form",
        "/entry/deletion GET HEAD POST: editor, form",
        "/files GET HEAD: viewer",
        "/files/{id:guid} GET HEAD: viewer",
        "/form/{key} GET HEAD POST: everyone, form",
        "/form/{key}/sent/{once:guid} GET HEAD: everyone",
        "/hook/{key}/{**tail} any: everyone",
        "/inbox GET HEAD: viewer",
        "/inbox/count GET HEAD: viewer",
        "/invitation GET HEAD POST: everyone, form",
        "/nodes GET HEAD: viewer",
        "/nodes/curl GET HEAD POST: editor, form",
        "/people GET HEAD: owner",
        "/people/invitations GET HEAD POST: owner, form",
        "/people/invitations/{id:guid}/withdrawal GET HEAD POST: owner, form",
        "/people/new GET HEAD POST: owner, form",
        "/people/{id:guid} GET HEAD POST: owner, form",
        "/people/{id:guid}/password GET HEAD POST: owner, form",
        "/problem/{code:int} any: everyone",
        "/runs GET HEAD: viewer",
        "/runs/bulk GET HEAD POST: editor, form",
        "/runs/{id:guid} GET HEAD: viewer",
        "/runs/{id:guid}/cancellation GET HEAD POST: viewer, runner to change, form",
        "/runs/{id:guid}/deletion GET HEAD POST: editor, form",
        "/runs/{id:guid}/entries GET HEAD: viewer",
        "/runs/{id:guid}/events GET: viewer",
        "/runs/{id:guid}/freshness GET: viewer",
        "/runs/{id:guid}/log GET: viewer",
        "/runs/{id:guid}/nodes GET HEAD: viewer",
        "/runs/{id:guid}/output GET HEAD: viewer",
        "/runs/{id:guid}/questions/{node} GET HEAD POST: viewer, runner to change, form",
        "/runs/{id:guid}/result GET HEAD: viewer",
        "/runs/{id:guid}/retry GET HEAD POST: runner, form",
        "/search GET HEAD: viewer",
        "/setup GET HEAD POST: everyone, form",
        "/sign-in GET HEAD POST: everyone, form",
        "/sign-out GET HEAD POST: viewer, form",
        "/store GET HEAD: viewer",
        "/store/{collection} GET HEAD: viewer",
        "/templates/{template?} GET HEAD POST: viewer, editor to change, form",
        "/time-zone GET HEAD POST: viewer, form",
        "/unreachable GET: everyone",
        "/workflows/description GET HEAD POST: editor, form",
        "/workflows/import GET HEAD POST: editor, form",
        "/workflows/new GET HEAD POST: editor, form",
        "/workflows/{id:guid} GET HEAD: viewer",
        "/workflows/{id:guid}/api GET HEAD: viewer",
        "/workflows/{id:guid}/archival GET HEAD POST: editor, form",
        "/workflows/{id:guid}/archival/removal GET HEAD POST: editor, form",
        "/workflows/{id:guid}/delete GET HEAD POST: editor, form",
        "/workflows/{id:guid}/deliveries GET HEAD: viewer",
        "/workflows/{id:guid}/deliveries/{delivery:guid}/replay GET HEAD POST: viewer, runner to change, form",
        "/workflows/{id:guid}/draft/addition GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/copy GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/duplication GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/edges GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/edges/removal GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/extraction GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/insertion GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/json GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node} GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/autosave GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/curl GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/disabled GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/id GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/pin GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/preview GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/references GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/replacement GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/rows GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/rows/removal GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/runs GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/nodes/{node}/trial GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/publication GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/redo GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/removal GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/restoration GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/runs GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/settings GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/settings/autosave GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/settings/rows GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/settings/rows/removal GET HEAD POST: editor, form",
        "/workflows/{id:guid}/draft/undo GET HEAD POST: editor, form",
        "/workflows/{id:guid}/edit GET HEAD: editor",
        "/workflows/{id:guid}/export GET HEAD: viewer",
        "/workflows/{id:guid}/people GET HEAD POST: editor, form",
        "/workflows/{id:guid}/runs GET HEAD POST: viewer, runner to change, form",
        "/workflows/{id:guid}/tags GET HEAD POST: editor, form",
        "/workflows/{id:guid}/triggers/{node}/resumption GET HEAD POST: editor, form",
        "/workflows/{id:guid}/versions GET HEAD: viewer",
        "/workflows/{id:guid}/versions/{version:int} GET HEAD: viewer",
    ];

    [Fact]
    public async Task Every_endpoint_is_in_the_list_and_the_list_has_no_other() =>
        Assert.Equal(Expected, (await AppEndpoint.All(app)).Select(Describe).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_table_of_access_has_every_endpoint_and_no_other() =>
        Assert.Equal((await AppEndpoint.All(app)).Select(endpoint => endpoint.Route).Distinct().Order(StringComparer.Ordinal), AccessTable.Patterns.Order(StringComparer.Ordinal));

    static string Describe(AppEndpoint endpoint)
    {
        var protection = endpoint.Route.StartsWith("/api/", StringComparison.Ordinal)
            ? !endpoint.Methods.Contains("GET") || endpoint.Route.EndsWith("/run", StringComparison.Ordinal) ? ", not from other sites" : ""
            : endpoint.Methods.Contains("POST") ? ", form" : "";
        var access = AccessTable.Of(endpoint.Route);
        string[] roles = [.. (endpoint.Methods.Count == 0 ? ["GET"] : endpoint.Methods).Select(access.For).Distinct().Order().Select(role => role?.Word() ?? "everyone")];
        return $"{endpoint.Route} {(endpoint.Methods.Count == 0 ? "any" : string.Join(' ', endpoint.Methods))}: {roles[0]}{(roles.Length > 1 ? $", {roles[1]} to change" : "")}{protection}";
    }
}
