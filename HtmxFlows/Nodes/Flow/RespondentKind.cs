namespace HtmxFlows.Nodes;

/// <summary>Who may answer a question.</summary>
public enum RespondentKind
{
    /// <summary>Everyone who has the link, and every user with the role for it.</summary>
    Anyone,

    /// <summary>Users who are signed in.</summary>
    SignedIn,

    /// <summary>Some users, by name or role.</summary>
    Chosen,
}
