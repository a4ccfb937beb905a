namespace HtmxFlows.Accounts;

/// <summary>Roles as words: in the database, in forms and in sentences.</summary>
public static class Roles
{
    /// <summary>All roles, in the order of their rights.</summary>
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    public static string Word(this Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Runner => "runner",
        Role.Editor => "editor",
        _ => "owner",
    };

    /// <summary>What the role allows, in a sentence.</summary>
    public static string Sentence(this Role role) => role switch
    {
        Role.Viewer => "Sees workflows, runs and data.",
        Role.Runner => "Also starts and cancels runs, and answers questions.",
        Role.Editor => "Also changes workflows and data, and deletes runs.",
        _ => "Also manages people and credentials, and reads the audit log.",
    };

    /// <summary>The role of a word; null if there is none.</summary>
    public static Role? Find(string? word) => All.Where(role => role.Word() == word).Select(role => (Role?)role).FirstOrDefault();
}
