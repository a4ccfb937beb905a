using HtmxFlows.Credentials;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;

namespace HtmxFlows.Web;

/// <summary>The HTTP status of each outcome. The one place that maps them, for pages and the API.</summary>
static class OutcomeStatus
{
    public const int Done = StatusCodes.Status200OK, Gone = StatusCodes.Status404NotFound, Conflict = StatusCodes.Status409Conflict, Refused = StatusCodes.Status422UnprocessableEntity;

    public static int StatusCode(this RunStart.NotStarted start) => start switch
    {
        RunStart.Busy => StatusCodes.Status429TooManyRequests,
        RunStart.Missing => Gone,
        RunStart.Stopping => StatusCodes.Status503ServiceUnavailable,
        _ => Refused,
    };

    public static int StatusCode(this AnswerResult.NotTaken answer) => answer switch
    {
        AnswerResult.Forbidden => StatusCodes.Status403Forbidden,
        AnswerResult.Late or AnswerResult.Early => Conflict,
        _ => Refused,
    };

    public static int StatusCode(this HookOutcome.Refused refused) => refused.Kind switch
    {
        HookRefusal.Unauthorized => StatusCodes.Status401Unauthorized,
        HookRefusal.Forbidden => StatusCodes.Status403Forbidden,
        HookRefusal.TooMany => StatusCodes.Status429TooManyRequests,
        HookRefusal.Unreadable => StatusCodes.Status400BadRequest,
        HookRefusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => throw new InvalidOperationException($"{refused.Kind} has no status."),
    };

    public static int StatusCode(this RunDeletionOutcome outcome) => outcome switch
    {
        RunDeletionOutcome.Deleted => Done,
        RunDeletionOutcome.Refused => Conflict,
        RunDeletionOutcome.Missing => Gone,
        _ => throw new InvalidOperationException($"{outcome} has no status."),
    };

    public static int StatusCode(this BulkOutcome outcome) => outcome switch
    {
        BulkOutcome.Begun => Done,
        BulkOutcome.Refused => Refused,
        _ => throw new InvalidOperationException($"{outcome} has no status."),
    };

    public static int StatusCode(this CredentialOutcome outcome) => outcome switch
    {
        CredentialOutcome.Saved => Done,
        CredentialOutcome.Conflict => Conflict,
        CredentialOutcome.Invalid => Refused,
        CredentialOutcome.Missing => Gone,
        _ => throw new InvalidOperationException($"{outcome} has no status."),
    };

    public static int StatusCode(this SaveOutcome outcome) => outcome switch
    {
        SaveOutcome.Saved => Done,
        SaveOutcome.Conflict => Conflict,
        SaveOutcome.Invalid => Refused,
        SaveOutcome.Gone => Gone,
        _ => throw new InvalidOperationException($"{outcome} has no status."),
    };

    public static int StatusCode(this EditOutcome outcome) => outcome switch
    {
        EditOutcome.Applied => Done,
        EditOutcome.Conflict => Conflict,
        EditOutcome.Refused => Refused,
        EditOutcome.Gone => Gone,
        _ => throw new InvalidOperationException($"{outcome} has no status."),
    };

    public static int StatusCode(this PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Published => Done,
        PublishOutcome.Conflict or PublishOutcome.Overtaken => Conflict,
        PublishOutcome.Refused => Refused,
        PublishOutcome.Gone => Gone,
        _ => throw new InvalidOperationException($"{outcome} has no status."),
    };

    public static int StatusCode(this KeepOutcome outcome) => outcome switch
    {
        KeepOutcome.Kept => Done,
        KeepOutcome.Invalid => Refused,
        KeepOutcome.Gone => Gone,
        _ => throw new InvalidOperationException($"{outcome} has no status."),
    };
}
