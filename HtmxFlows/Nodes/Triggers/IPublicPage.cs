namespace HtmxFlows.Nodes;

/// <summary>What every public page of a workflow is configured with.</summary>
public interface IPublicPage
{
    /// <summary>The word in its address; empty if the server is to make one.</summary>
    string Slug { get; }

    /// <summary>Its heading; empty is the name of the workflow.</summary>
    string Title { get; }

    /// <summary>What it says above everything else, as Markdown.</summary>
    string Text { get; }

    /// <summary>Whether only users may open it.</summary>
    bool SignedIn { get; }
}
