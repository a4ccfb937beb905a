namespace HtmxFlows.Accounts;

/// <summary>What a user may do. Each role includes those before it.</summary>
public enum Role
{
    /// <summary>Sees workflows, runs and data.</summary>
    Viewer,

    /// <summary>Starts and cancels runs, and answers their questions.</summary>
    Runner,

    /// <summary>Changes workflows and data, and deletes runs.</summary>
    Editor,

    /// <summary>Manages people and credentials, and reads the audit log.</summary>
    Owner,
}
