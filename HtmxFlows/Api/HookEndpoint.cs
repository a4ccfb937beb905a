using HtmxFlows.Nodes;
using HtmxFlows.Triggers;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>
/// <c>/hook/{key}</c> and what is below it: the webhooks. They are for machines elsewhere: they need no session, accept calls of other sites and give
/// pages of other sites no leave to read the answer.
/// </summary>
static class HookEndpoint
{
    public static void MapHooks(this WebApplication app) => app.Map($"{ApiPaths.Hooks}/{{key}}/{{**tail}}", Receive).WithMetadata(new Sandboxed()).ExcludeFromDescription();

    static async Task<IResult> Receive(string key, string? tail, HttpContext http, ActiveHooks hooks, Webhooks webhooks, HookAnswers answers, TriggerOptions options)
    {
        http.Response.Headers.CacheControl = "no-store";
        var path = (tail ?? "").Trim('/');
        var isDraft = path == WebhookAddress.Draft || path.StartsWith($"{WebhookAddress.Draft}/", StringComparison.Ordinal);
        if (isDraft)
            path = path[WebhookAddress.Draft.Length..].Trim('/');
        if ((isDraft ? hooks.FindDraft(key) : hooks.Find(key)) is not { } hook || WebhookAddress.Match(hook.Configuration.Slug, path) is not { } parameters)
            return ApiProblems.Of(StatusCodes.Status404NotFound);
        if (!hook.Configuration.Accepts(http.Request.Method))
        {
            http.Response.Headers.Allow = string.Join(", ", hook.Configuration.AllowedMethods);
            return ApiProblems.Of(StatusCodes.Status405MethodNotAllowed);
        }
        if (await HookRequest.ReadBody(http.Request, options.BodyBytes) is not { } body)
        {
            // What is left of the body is not read.
            http.Response.Headers.Connection = "close";
            return Results.Problem($"The body is larger than {options.BodyBytes:N0} bytes. Send less at once.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }
        var outcome = await webhooks.Receive(hook, HookRequest.Read(http, path, body), parameters);
        return await Answer(outcome, hook.Configuration.Answer, http, webhooks, answers, options);
    }

    static async Task<IResult> Answer(HookOutcome outcome, WebhookAnswer answer, HttpContext http, Webhooks webhooks, HookAnswers answers, TriggerOptions options)
    {
        switch (outcome)
        {
            case HookOutcome.Accepted accepted when answer == WebhookAnswer.Stream:
                http.Response.Headers.Location = Address(http, accepted.Run);
                return RunStreamResult.Of(accepted.Run, Representation.Choose(http.Request, Representation.Events, Representation.Lines) ?? Representation.Events, after: 0);
            case HookOutcome.Accepted accepted when answer == WebhookAnswer.Result:
                var answered = await answers.Wait(accepted.Run, TimeSpan.FromSeconds(options.WaitSeconds), http.RequestAborted);
                if (http.RequestAborted.IsCancellationRequested)
                    await webhooks.NoteSenderLeft(accepted.Delivery);
                return answered is null ? Accepted(http, accepted.Run) : new HookResult(accepted.Run, answered);
            case HookOutcome.Accepted accepted:
                return Accepted(http, accepted.Run);
            case HookOutcome.Duplicate known:
                return Results.Ok(new HookDocument(known.Run, Address(http, known.Run)) { Duplicate = true });
            case HookOutcome.Ignored:
                return Results.Ok(new HookDocument(null, null));
            case HookOutcome.NotStarted refused:
                return ApiProblems.NotStarted(refused.Start);
            case HookOutcome.Refused refused:
                if (refused.Kind == HookRefusal.Unauthorized)
                    http.Response.Headers.WWWAuthenticate = "Basic realm=\"webhook\", charset=\"UTF-8\", Bearer";
                if (refused.RetryAfter is { } wait)
                    http.Response.RetryAfter(wait);
                return Results.Problem(refused.Problem, statusCode: refused.StatusCode());
            default:
                throw new InvalidOperationException($"{outcome} is no outcome of a call.");
        }
    }

    static IResult Accepted(HttpContext http, Guid run) => Results.Accepted(Address(http, run), new HookDocument(run, Address(http, run)));

    static string Address(HttpContext http, Guid run) => $"{http.Request.PathBase}/runs/{run}";
}
