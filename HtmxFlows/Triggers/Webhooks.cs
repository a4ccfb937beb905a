using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Conditions;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Diagnostics;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>
/// Receives calls: verifies the bytes as they came, recognises repeated deliveries, asks the conditions, and starts the run. The run and the delivery
/// are one commit, and the call is answered after it.
/// </summary>
public sealed class Webhooks
{
    /// <summary>How many calls of a webhook that start no run are listed within a minute, so that a flood of them costs little.</summary>
    const int MostListed = 100;

    readonly RunSupervisor runs;
    readonly DraftRuns drafts;
    readonly StartKeys keys;
    readonly Deliveries deliveries;
    readonly HookBodies bodies;
    readonly DraftOutputs outputs;
    readonly CredentialSource credentials;
    readonly NodeLimits limits;
    readonly TimeProvider time;
    readonly RateWindows accepted, listed;

    internal Webhooks(RunSupervisor runs, DraftRuns drafts, StartKeys keys, Deliveries deliveries, HookBodies bodies, DraftOutputs outputs, CredentialSource credentials, NodeLimits limits, TimeProvider time)
    {
        (this.runs, this.drafts, this.keys, this.deliveries, this.bodies) = (runs, drafts, keys, deliveries, bodies);
        (this.outputs, this.credentials, this.limits, this.time) = (outputs, credentials, limits, time);
        (accepted, listed) = (new(time), new(time));
    }

    /// <summary>Raised with the outcome of each call.</summary>
    public event Action<DeliveryOutcome>? Received;

    /// <summary>Receives a call whose path and method are those of the webhook.</summary>
    /// <param name="parameters">The named parts of the path.</param>
    public async Task<HookOutcome> Receive(ActiveHook hook, HookCall call, IReadOnlyDictionary<string, string> parameters)
    {
        var outcome = await Take(hook, call, parameters);
        Received?.Invoke(outcome switch
        {
            HookOutcome.Accepted => DeliveryOutcome.Accepted,
            HookOutcome.Duplicate => DeliveryOutcome.Duplicate,
            HookOutcome.Ignored => DeliveryOutcome.Ignored,
            _ => DeliveryOutcome.Refused,
        });
        return outcome;
    }

    async Task<HookOutcome> Take(ActiveHook hook, HookCall call, IReadOnlyDictionary<string, string> parameters)
    {
        if (!IsAllowed(hook.Configuration.AllowedAddresses, call.Sender))
            return await List(hook, call, new HookOutcome.Refused(HookRefusal.Forbidden, "Calls from this address are not allowed.") { Reason = $"The address {call.Sender} is not allowed." });
        var proof = HookVerification.Verify(hook.Configuration, call, ActiveSecrets.Of(credentials.Current.For(hook.Workflow), hook.Configuration.Credential), time.GetUtcNow());
        if (proof is HookProof.Refused refused)
            return await List(hook, call, new HookOutcome.Refused(HookRefusal.Unauthorized, "The call is not authenticated.") { Reason = refused.Reason });
        var name = ((HookProof.Proven)proof).Delivery;
        if (name is null || hook.Draft is not null)
            return await Start(hook, call, parameters, null);
        var scope = $"webhook:{hook.Workflow}/{hook.Node}";
        var (outcome, isOwn) = await keys.Once(scope, name, async () => keys.Find(scope, name) is { } known
            ? await List(hook, call, new HookOutcome.Duplicate(known.Run)) : await Start(hook, call, parameters, (scope, name)));
        return !isOwn && outcome is HookOutcome.Accepted first ? new HookOutcome.Duplicate(first.Run) : outcome;
    }

    async Task<HookOutcome> Start(ActiveHook hook, HookCall call, IReadOnlyDictionary<string, string> parameters, (string Scope, string Name)? key)
    {
        if (hook.Configuration.RateLimit is { } most && accepted.Count($"{hook.Workflow}/{hook.Node}", most) is { } wait)
            return await List(hook, call, new HookOutcome.Refused(HookRefusal.TooMany, $"This address accepts {most} calls a minute.") { RetryAfter = wait });
        var read = await bodies.Read(call);
        if (read is HookBody.Unreadable unreadable)
            return await List(hook, call, new HookOutcome.Refused(HookRefusal.Unreadable, unreadable.Problem));
        var body = (HookBody.Read)read;
        var data = call.ToData(parameters, body, hook.Configuration.Authentication == WebhookAuthentication.Header ? hook.Configuration.Header : "");
        if (JsonMarshal.GetRawUtf8Value(data).Length > limits.OutputBytes)
            return await List(hook, call, new HookOutcome.Refused(HookRefusal.TooLarge, $"The call is larger than {limits.OutputBytes:N0} bytes of JSON. Send less at once."));
        return FindUnmet(hook.Configuration.OnlyIf, data) is { } unmet ? await List(hook, call, new HookOutcome.Ignored(unmet), data) : await Start(hook, call, body, data, key);
    }

    async Task<HookOutcome> Start(ActiveHook hook, HookCall call, HookBody.Read body, JsonElement data, (string Scope, string Name)? key)
    {
        var now = time.GetUtcNow();
        var delivery = DeliveryOf(hook, call) with { Outcome = DeliveryOutcome.Accepted };
        var request = new RunRequest(hook.Workflow, "", hook.Draft is null ? RunTrigger.Webhook : RunTrigger.Draft, Files: body.Files.Count == 0 ? null : [.. body.Files.Select(file => file.Id)])
        {
            Fired = new(hook.Node, data),
            TraceParent = Telemetry.TraceParent(call.Header("traceparent")),
            Beside = (writer, run) =>
            {
                deliveries.Write(writer, delivery with { RunId = run }, null);
                if (key is (var scope, var name))
                    StartKeys.Write(writer, scope, name, "", run, now);
            },
        };
        var start = hook.Draft is { } draft ? await drafts.Start(draft, request, Actor.System) : await runs.Start(request, Actor.System);
        return start is RunStart.Started started ? new HookOutcome.Accepted(started.Run, delivery.Id)
            : await List(hook, call, new HookOutcome.NotStarted((RunStart.NotStarted)start), data);
    }

    /// <summary>Notes that the sender of a call left before its answer.</summary>
    public Task NoteSenderLeft(Guid delivery) => deliveries.NoteSenderLeft(delivery);

    /// <summary>Lists a call that starts no run, unless there were very many.</summary>
    async Task<HookOutcome> List(ActiveHook hook, HookCall call, HookOutcome outcome, JsonElement? data = null)
    {
        var (kind, reason, run) = outcome switch
        {
            HookOutcome.Duplicate known => (DeliveryOutcome.Duplicate, "", (Guid?)known.Run),
            HookOutcome.Ignored ignored => (DeliveryOutcome.Ignored, ignored.Reason, null),
            HookOutcome.Refused refused => (DeliveryOutcome.Refused, refused.Reason, null),
            HookOutcome.NotStarted refused => (DeliveryOutcome.Refused, refused.Start.Problem, null),
            _ => throw new InvalidOperationException($"{outcome} starts a run."),
        };
        var masked = data is { } given ? credentials.Current.Mask.Mask(given) : (JsonElement?)null;
        if (listed.Count($"{hook.Workflow}/{hook.Node}", MostListed) is null)
            await deliveries.Add(DeliveryOf(hook, call) with { Outcome = kind, Reason = credentials.Current.Mask.Mask(reason), RunId = run }, masked);
        // A draft that cannot run yet is written against what was sent to it.
        if (hook.Draft is not null && masked is { } sample)
            await outputs.Keep(hook.Workflow, hook.Node, sample, [], null);
        return outcome;
    }

    Delivery DeliveryOf(ActiveHook hook, HookCall call) => new()
    {
        Id = Ids.New(time.GetUtcNow()),
        WorkflowId = hook.Workflow,
        NodeId = hook.Node,
        IsDraft = hook.Draft is not null,
        Sender = call.Sender,
        Method = call.Method,
        Path = credentials.Current.Mask.Mask(call.Path),
        Size = call.Body.Length,
        Excerpt = credentials.Current.Mask.Mask(call.Excerpt),
    };

    /// <summary>Why the conditions are not met, in a sentence; null if they are.</summary>
    string? FindUnmet(IReadOnlyList<ConditionRow> conditions, JsonElement data)
    {
        if (conditions.Count == 0)
            return null;
        try
        {
            var context = new ExpressionContext(new GivenData(Json.From(new { trigger = data })), limits.OutputBytes, time) { Secrets = credentials.Current };
            return ConditionRow.Hold(conditions, MatchMode.All, context, CancellationToken.None) ? null : "The call does not meet “Only run if”.";
        }
        catch (NodeException error)
        {
            return $"The call does not meet “Only run if”: {error.Message}";
        }
    }

    static bool IsAllowed(IReadOnlyList<string> ranges, string sender) => ranges.Count == 0 || IPAddress.TryParse(sender, out var address)
        && ranges.Any(range => IPNetwork.TryParse(range, out var network) ? network.Contains(address) : IPAddress.Parse(range).Equals(address));
}
