using System.Globalization;
using AngleSharp.Html.Dom;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Web;

namespace HtmxFlows.Tests.Hostile;

/// <summary>Whatever a viewer sends in whatever order, nothing changes. What is sent is nearly right: the forms of an owner with the viewer's token, and the API by its description.</summary>
[Slow]
public sealed class ViewerTests(Team team) : IClassFixture<Team>
{
    const int Seed = 20261130, Together = 4;

    // REQUESTS=100000 takes some minutes.
    static readonly int Requests = int.Parse(Environment.GetEnvironmentVariable("REQUESTS") ?? "2500", CultureInfo.InvariantCulture);

    [Fact]
    public async Task No_sequence_of_requests_of_a_viewer_changes_a_row()
    {
        using var vera = await team.Visit(Role.Viewer);
        var generator = await Generator(vera);
        var before = team.Rows();

        var served = await Send(vera, generator, Requests);

        Assert.Equal(before, team.Rows());
        Assert.Equal("Vera", (await vera.Open("/")).One(".account a").Words());
        Assert.InRange(served, Requests / 20, Requests);
    }

    /// <summary>The same requests are not harmless by themselves.</summary>
    [Fact]
    public async Task The_same_requests_of_an_editor_change_rows()
    {
        using var emil = await team.Visit(Role.Editor);
        var generator = await Generator(emil);
        var before = team.Rows();

        await Send(emil, generator, 200);

        Assert.NotEqual(before, team.Rows());
    }

    /// <returns>How many were answered with success.</returns>
    static async Task<int> Send(Visitor visitor, RequestGenerator generator, int count)
    {
        var served = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = TestContext.Current.CancellationToken }, async (index, _) =>
        {
            using var request = generator.Make(new Random(unchecked(Seed + index)));
            // Everyone may change what is the own: the session, the password and the like.
            if (AccessTable.Find(PathOf(request)) == Access.Own)
                return;
            using var answer = await visitor.Stream(request);
            if (answer.IsSuccessStatusCode)
                Interlocked.Increment(ref served);
        });
        return served;
    }

    static string PathOf(HttpRequestMessage request) => new Uri(new Uri("http://localhost"), request.RequestUri!).AbsolutePath;

    /// <summary>Makes one of everything, and reads the forms of all pages as an owner.</summary>
    async Task<RequestGenerator> Generator(Visitor visitor)
    {
        var app = team.App;
        var asking = await app.Make($"Asking {Guid.NewGuid()}", [App.Node("ask", "approve", new { text = "?" }), App.Template("b", "x")], "ask.approve→b");
        var keeping = await app.Make($"Keeping {Guid.NewGuid()}", [App.Node("s", "store", new { operation = "put", collection = "kept", key = "k", value = "v" })]);
        var (waiting, ended) = (await app.Start(asking), await app.RunToEnd(keeping));
        using var olga = await team.Visit(Role.Owner);
        string[] addresses =
        [
            "/", "/runs", "/nodes/curl", "/store", "/entry", "/entry?collection=kept&key=k", "/entry/deletion?collection=kept&key=k", "/templates/approval", "/workflows/new", "/workflows/import", "/inbox", "/files",
            "/people", "/people/new", "/people/invitations", $"/people/{team.User(Role.Viewer).Id}", $"/people/{team.User(Role.Viewer).Id}/password", "/audit", $"/runs/bulk?action=delete&workflow={keeping}", $"/runs/bulk?action=cancel&workflow={asking}",
            .. new[] { asking, keeping }.SelectMany(id => new[] { "", "/edit", "/edit?panel=settings", "/edit?panel=publish", "/edit?panel=nodes", "/edit?panel=run", "/draft/json", "/versions/1", "/runs", "/tags", "/people", "/delete", "/export" }.Select(more => $"/workflows/{id}{more}")),
            $"/workflows/{asking}/edit?node=ask", $"/workflows/{keeping}/edit?node=s", $"/runs/{waiting}/questions/ask",
            .. new[] { waiting, ended }.SelectMany(id => new[] { "", "/nodes", "/events", "/retry?from=s", "/cancellation", "/deletion" }.Select(more => $"/runs/{id}{more}")),
        ];
        var token = (await visitor.Open("/account/name")).One("main form input[name=__RequestVerificationToken]").GetAttribute("value")!;
        List<(string, IHtmlFormElement)> forms = [];
        foreach (var address in addresses.Where(address => !address.EndsWith("/events", StringComparison.Ordinal)))
        {
            foreach (var form in (await olga.Open(address)).Document.Forms.Where(form => form.Method == "post" && AccessTable.Find((form.GetAttribute("action") ?? address).Split('?')[0]) != Access.Own))
            {
                form.QuerySelector("input[name=__RequestVerificationToken]")?.SetAttribute("value", token);
                forms.Add((address, form));
            }
        }
        Assert.InRange(forms.Count, 50, int.MaxValue);
        string[] ids = [$"{asking}", $"{keeping}", $"{waiting}", $"{ended}", $"{team.User(Role.Viewer).Id}"];
        return new((await olga.Call("GET /api/openapi.json")).Json(), forms, addresses, ids);
    }
}
