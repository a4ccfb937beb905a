namespace HtmxFlows.Runs;

/// <summary>Where an answer to a question came from.</summary>
/// <param name="User">The id of the user who answered; null if nobody was signed in.</param>
public sealed record AnswerSource(AnswerWay Way, Guid? User);
