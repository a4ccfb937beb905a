namespace HtmxFlows.Accounts;

/// <summary>What an action was done to.</summary>
/// <param name="Id">Its id; null if it has none.</param>
/// <param name="Name">Its name for people, or the kind of thing that it is.</param>
public readonly record struct AuditSubject(Guid? Id, string Name);
