using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Rules;

/// <summary>Every address that the app answers, with its methods and who may use it. A new address is added here on purpose.</summary>
public sealed class EndpointRule(App app)
{
    // Without accounts, everybody who reaches the app may use all of it, and by default only this machine reaches it.
    // "form": a POST needs the token of one of the app's forms.
    static readonly string[] Expected =
    [
        "/ GET HEAD: anybody",
        "/api/runs GET: anybody",
        "/api/runs/bulk POST: not from other sites",
        "/api/runs/{id:guid} DELETE: not from other sites",
        "/api/runs/{id:guid} GET: anybody",
        "/api/runs/{id:guid}/answers POST: not from other sites",
        "/api/runs/{id:guid}/cancellation POST: not from other sites",
        "/api/runs/{id:guid}/events GET: anybody",
        "/api/workflows GET: anybody",
        "/api/workflows POST: not from other sites",
        "/api/workflows/{id:guid} DELETE: not from other sites",
        "/api/workflows/{id:guid} GET: anybody",
        "/api/workflows/{id:guid} PUT: not from other sites",
        "/api/workflows/{id:guid}/runs POST: not from other sites",
        "/api/workflows/{id}/run GET: not from other sites",
        "/api/{documentName}.json GET: anybody",
        "/approvals/{run:guid}/{node} GET HEAD POST: anybody, form",
        "/entry GET HEAD POST: anybody, form",
        "/entry/deletion GET HEAD POST: anybody, form",
        "/files GET HEAD: anybody",
        "/files/{id:guid} GET HEAD: anybody",
        "/inbox GET HEAD: anybody",
        "/inbox/count GET HEAD: anybody",
        "/nodes GET HEAD: anybody",
        "/nodes/curl GET HEAD POST: anybody, form",
        "/problem/{code:int} any: anybody",
        "/runs GET HEAD: anybody",
        "/runs/bulk GET HEAD POST: anybody, form",
        "/runs/{id:guid} GET HEAD: anybody",
        "/runs/{id:guid}/cancellation GET HEAD POST: anybody, form",
        "/runs/{id:guid}/deletion GET HEAD POST: anybody, form",
        "/runs/{id:guid}/entries GET HEAD: anybody",
        "/runs/{id:guid}/events GET: anybody",
        "/runs/{id:guid}/freshness GET: anybody",
        "/runs/{id:guid}/log GET: anybody",
        "/runs/{id:guid}/nodes GET HEAD: anybody",
        "/runs/{id:guid}/output GET HEAD: anybody",
        "/runs/{id:guid}/questions/{node} GET HEAD POST: anybody, form",
        "/runs/{id:guid}/result GET HEAD: anybody",
        "/runs/{id:guid}/retry GET HEAD POST: anybody, form",
        "/search GET HEAD: anybody",
        "/store GET HEAD: anybody",
        "/store/{collection} GET HEAD: anybody",
        "/templates/{template?} GET HEAD POST: anybody, form",
        "/time-zone GET HEAD POST: anybody, form",
        "/unreachable GET: anybody",
        "/workflows/description GET HEAD POST: anybody, form",
        "/workflows/import GET HEAD POST: anybody, form",
        "/workflows/new GET HEAD POST: anybody, form",
        "/workflows/{id:guid} GET HEAD: anybody",
        "/workflows/{id:guid}/api GET HEAD: anybody",
        "/workflows/{id:guid}/archival GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/archival/removal GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/delete GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/addition GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/copy GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/duplication GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/edges GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/edges/removal GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/extraction GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/insertion GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/json GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node} GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/autosave GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/curl GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/disabled GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/id GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/pin GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/preview GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/references GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/replacement GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/rows GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/rows/removal GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/runs GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/nodes/{node}/trial GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/publication GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/redo GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/removal GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/restoration GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/runs GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/settings GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/settings/autosave GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/settings/rows GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/settings/rows/removal GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/draft/undo GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/edit GET HEAD: anybody",
        "/workflows/{id:guid}/export GET HEAD: anybody",
        "/workflows/{id:guid}/runs GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/tags GET HEAD POST: anybody, form",
        "/workflows/{id:guid}/versions GET HEAD: anybody",
        "/workflows/{id:guid}/versions/{version:int} GET HEAD: anybody",
    ];

    [Fact]
    public async Task Every_endpoint_is_in_the_list_and_the_list_has_no_other() =>
        Assert.Equal(Expected, (await AppEndpoint.All(app)).Select(Describe).Distinct().Order(StringComparer.Ordinal));

    static string Describe(AppEndpoint endpoint)
    {
        var isApi = endpoint.Route.StartsWith("/api/", StringComparison.Ordinal);
        var access = isApi && (!endpoint.Methods.Contains("GET") || endpoint.Route.EndsWith("/run", StringComparison.Ordinal)) ? "not from other sites"
            : endpoint.Methods.Contains("POST") ? "anybody, form" : "anybody";
        return $"{endpoint.Route} {(endpoint.Methods.Count == 0 ? "any" : string.Join(' ', endpoint.Methods))}: {access}";
    }
}
