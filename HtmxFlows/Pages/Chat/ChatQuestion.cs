using HtmxFlows.Views;

namespace HtmxFlows.Pages.Chat;

/// <summary>A question of a run that the visitor of a chat may answer.</summary>
/// <param name="Key">What names it in its address.</param>
public sealed record ChatQuestion(Guid Run, string Node, string Key, QuestionForm Form);
