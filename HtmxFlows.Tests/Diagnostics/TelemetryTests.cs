using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using HtmxFlows.Diagnostics;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Diagnostics;

/// <summary>Case 30 of the acceptance cases: the trace of a call continues in the run and in the requests of its nodes.</summary>
public sealed class TelemetryTests
{
    const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task A_call_with_a_traceparent_is_the_parent_of_the_run_whose_requests_continue_the_trace()
    {
        await using var peer = await Echo();
        await using var app = new App("Production", AppProcess.CallsPeers.Split('=') is [var name, var value] ? (name, value) : default);
        await app.Make("Traced", [App.Node("hook", "webhook", new { slug = "traced" }), App.Node("call", "http", new { url = $"{peer.Url}" })], "hook→call");
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);

        var run = await Call(app, "traced", ("traceparent", Parent));

        await Eventually.Equal(2, () => Task.FromResult(spans.Count(span => Of(span, run))));
        var (root, node) = (spans.Single(span => Of(span, run) && span.OperationName == "run"), spans.Single(span => Of(span, run) && span.OperationName == "node http"));
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (root.TraceId.ToHexString(), root.ParentSpanId.ToHexString()));
        Assert.Equal((root.SpanId, root.TraceId), (node.ParentSpanId, node.TraceId));
        Assert.Equal("completed", root.GetTagItem("htmxflows.status"));
        Assert.Equal(node.Id, Assert.Single(peer.Requests).Headers["traceparent"]);

        bool Of(Activity span, Guid run) => span.GetTagItem("htmxflows.run") as Guid? == run || spans.Any(root => root.GetTagItem("htmxflows.run") as Guid? == run && root.SpanId == span.ParentSpanId);
    }

    [Theory]
    [InlineData(Parent, Parent)]
    [InlineData("00-no-trace-01", null)]
    [InlineData(null, null)]
    public async Task Without_a_listener_a_valid_traceparent_is_passed_on_and_nothing_else_is_sent(string? given, string? sent)
    {
        await using var peer = await Echo();
        await using var app = new App("Production", AppProcess.CallsPeers.Split('=') is [var name, var value] ? (name, value) : default);
        await app.Make("Passed on", [App.Node("hook", "webhook", new { slug = "passed" }), App.Node("call", "http", new { url = $"{peer.Url}" })], "hook→call");

        var run = await (given is null ? Call(app, "passed") : Call(app, "passed", ("traceparent", given)));
        await app.End(run);

        Assert.False(Telemetry.IsOn);
        Assert.Equal(sent, Assert.Single(peer.Requests).Headers.GetValueOrDefault("traceparent"));
    }

    [Fact]
    public async Task A_failed_run_and_its_node_have_their_errors()
    {
        await using var app = new App();
        var workflow = await app.Make("Traced failure", [App.Node("call", "http", new { url = "http://127.0.0.1:1/" })]);
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);

        var run = await app.RunToEnd(workflow);

        await Eventually.True(() => spans.Any(span => span.GetTagItem("htmxflows.run") as Guid? == run));
        var root = spans.Single(span => span.GetTagItem("htmxflows.run") as Guid? == run);
        var node = spans.Single(span => span.ParentSpanId == root.SpanId);
        Assert.Equal((ActivityStatusCode.Error, ActivityStatusCode.Error), (root.Status, node.Status));
        Assert.Equal(RunState.Of(run, app.Get<Journal>().Read(run)).Error, root.StatusDescription);
    }

    [Fact]
    public async Task Traces_are_exported_to_the_address_of_the_settings()
    {
        await using var collector = await HttpPeer.Start(_ => Task.CompletedTask);
        await using var app = new App("Production", ("OTEL_EXPORTER_OTLP_ENDPOINT", $"{collector.Url}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "50"));
        var workflow = await app.Make("Exported", [App.Template("a", "x")]);

        await app.RunToEnd(workflow);

        await Eventually.True(() => collector.Requests.Any(request => request.Target == "/v1/traces" && request.Body.Contains("htmxflows.workflow", StringComparison.Ordinal)));
    }

    static ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    static async Task<Guid> Call(App app, string slug, params (string, string)[] headers)
    {
        using var visitor = app.Visit();
        var answer = await visitor.Call($"POST /hook/{slug}", new { }, headers);
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return Guid.Parse(answer.Json().Text("run"));
    }

    static Task<HttpPeer> Echo() => HttpPeer.Start(context => context.Response.WriteAsync("ok"));
}
