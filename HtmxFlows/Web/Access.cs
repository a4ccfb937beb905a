using HtmxFlows.Accounts;

namespace HtmxFlows.Web;

/// <summary>Who may use an address. A null role is everyone, without a session.</summary>
/// <param name="Read">The role for GET and HEAD.</param>
/// <param name="Write">The role for every other method.</param>
public sealed record Access(Role? Read, Role? Write)
{
    public static Access Public { get; } = new(null, null);

    /// <summary>Everyone with a session, and what they change is their own.</summary>
    public static Access Own { get; } = new(Role.Viewer, Role.Viewer);

    public static Access Seen { get; } = new(Role.Viewer, Role.Owner);

    public static Access Run { get; } = new(Role.Viewer, Role.Runner);

    /// <summary>What a GET starts or asks before it starts is no reading.</summary>
    public static Access RunOnly { get; } = new(Role.Runner, Role.Runner);

    public static Access Edit { get; } = new(Role.Viewer, Role.Editor);

    public static Access EditOnly { get; } = new(Role.Editor, Role.Editor);

    public static Access Owned { get; } = new(Role.Owner, Role.Owner);

    /// <summary>The role that a method needs.</summary>
    public Role? For(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) ? Read : Write;
}
