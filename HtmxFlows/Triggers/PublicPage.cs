using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>A page of a published workflow that people without a session may open.</summary>
/// <param name="Node">The trigger that it belongs to.</param>
/// <param name="Settings">Its configuration.</param>
public abstract record PublicPage(Workflow Workflow, string Node, IPublicPage Settings)
{
    public string Title => Settings.Title.Length > 0 ? Settings.Title : Workflow.Name;

    /// <summary>Whether only users may open it.</summary>
    public bool IsForUsers => Settings.SignedIn;

    /// <summary>The name of its trigger among those of all workflows, for keys and limits.</summary>
    internal string Scope => $"{Workflow.Id}/{Node}";
}
