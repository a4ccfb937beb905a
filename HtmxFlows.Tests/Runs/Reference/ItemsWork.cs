using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Runs.Reference;

/// <summary>Runs once for each item of a list; some items fail.</summary>
/// <param name="Bad">Whether each item fails.</param>
abstract record ItemsWork(string Type, bool[] Bad, int Parallel, bool Collects) : Work(Type)
{
    public bool IsBad(int index) => Bad[index];

    /// <summary>Whether the end of an item is journaled.</summary>
    public abstract bool IsJournaled(int index);

    /// <summary>Whether this is the output of an item that does not fail.</summary>
    public abstract bool Fits(int index, JsonElement output);

    /// <summary>The item in the flow's JSON.</summary>
    protected abstract JsonNode Item(int index);

    public override JsonObject Each => new()
    {
        ["items"] = new JsonArray([.. Bad.Select((_, index) => Item(index))]),
        ["parallel"] = Parallel,
        ["onFailure"] = Collects ? "collect" : "stop",
    };

    public override Effect Do(Sight sight) => new Effect.Items(this);
}

/// <summary>Pure: nothing of its items is journaled.</summary>
sealed record GivesEach(bool[] Bad, int Parallel, bool Collects) : ItemsWork("template", Bad, Parallel, Collects)
{
    public override JsonObject Data => new() { ["template"] = "{{item.give}} at {{index}}" };

    public override bool IsJournaled(int index) => false;

    public override bool Fits(int index, JsonElement output) => output.ValueKind == JsonValueKind.String && output.GetString() == $"it at {index}";

    protected override JsonNode Item(int index) => Bad[index] ? new JsonObject() : new JsonObject { ["give"] = "it" };
}

/// <summary>Adds the item to the value that is stored under the run's own key.</summary>
sealed record CountsEach(bool[] Bad, int Parallel, bool Collects) : ItemsWork("store", Bad, Parallel, Collects)
{
    public override JsonObject Data => new() { ["operation"] = "increment", ["collection"] = "reference", ["key"] = "{{run.id}}", ["value"] = "{{item}}" };

    public override bool IsJournaled(int index) => !Bad[index];

    // The journal decides the order, and so the sum.
    public override bool Fits(int index, JsonElement output) => false;

    protected override JsonNode Item(int index) => Bad[index] ? "none" : 1;
}

/// <summary>Calls a web server, which refuses some items.</summary>
sealed record CallsOut(bool[] Bad, int Parallel, bool Collects) : ItemsWork("http", Bad, Parallel, Collects)
{
    static readonly Lazy<HttpPeer> Peer = new(() => Task.Run(() => HttpPeer.Start(Answer)).GetAwaiter().GetResult());

    public override JsonObject Data => new() { ["method"] = "post", ["url"] = $"{Peer.Value.Url}?{{{{item}}}}={{{{index}}}}" };

    public override bool IsJournaled(int index) => Collects || !Bad[index];

    public override bool Fits(int index, JsonElement output) => output.GetProperty("body").GetString() == $"?good={index}";

    protected override JsonNode Item(int index) => Bad[index] ? "bad" : "good";

    static Task Answer(HttpContext http)
    {
        http.Response.StatusCode = http.Request.Query.ContainsKey("bad") ? 400 : 200;
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(http.Request.QueryString.Value!);
    }
}
