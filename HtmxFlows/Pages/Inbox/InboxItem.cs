using HtmxFlows.Runs;
using HtmxFlows.Views;

namespace HtmxFlows.Pages.Inbox;

/// <summary>A question of the inbox.</summary>
/// <param name="Label">The label of the node that asks.</param>
public sealed record InboxItem(OpenQuestion Asked, string Label, QuestionForm Form)
{
    /// <summary>The id of its element.</summary>
    public string Id => $"asked-{DomIds.Question(Form.Scope)}";
}
