using System.Globalization;
using HtmxFlows.Accounts;

namespace HtmxFlows.Pages.Account;

/// <summary>Why nobody was signed in.</summary>
/// <param name="Sentence">What happened, and what to do.</param>
public sealed record SignInProblem(int Status, string Sentence)
{
    /// <summary>Minutes until the next attempt is considered; null if it is at once.</summary>
    public int? Minutes { get; private init; }

    /// <param name="wrong">The sentence for what is wrong.</param>
    internal static SignInProblem Of(SignInOutcome outcome, string wrong, DateTimeOffset now) => outcome switch
    {
        SignInOutcome.Throttled throttled => Wait(Math.Max(1, (int)Math.Ceiling((throttled.Until - now).TotalMinutes))),
        SignInOutcome.Busy => new(StatusCodes.Status503ServiceUnavailable, "Too many people sign in at this moment. Try again in a few seconds."),
        SignInOutcome.Expired => new(StatusCodes.Status422UnprocessableEntity, "This took too long. Sign in again."),
        _ => new(StatusCodes.Status422UnprocessableEntity, wrong),
    };

    /// <summary>Gives a response its status.</summary>
    internal SignInProblem Set(HttpResponse response)
    {
        response.StatusCode = Status;
        if (Minutes is { } minutes)
            response.Headers.RetryAfter = (minutes * 60).ToString(CultureInfo.InvariantCulture);
        return this;
    }

    static SignInProblem Wait(int minutes) =>
        new(StatusCodes.Status429TooManyRequests, string.Create(CultureInfo.InvariantCulture, $"Too many attempts. Try again in {minutes} {(minutes == 1 ? "minute" : "minutes")}.")) { Minutes = minutes };
}
