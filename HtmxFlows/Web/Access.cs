using HtmxFlows.Accounts;

namespace HtmxFlows.Web;

/// <summary>Who may use an address. A null role is everyone, without a session.</summary>
/// <param name="Read">The role for GET and HEAD.</param>
/// <param name="Write">The role for every other method.</param>
public sealed record Access(Role? Read, Role? Write)
{
    /// <summary>What an API token needs for GET and HEAD; null refuses tokens.</summary>
    public TokenScope? ReadScope { get; init; }

    /// <summary>What an API token needs for every other method; null refuses tokens.</summary>
    public TokenScope? WriteScope { get; init; }

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

    /// <summary>The same for roles, and for tokens with scopes.</summary>
    public Access Scoped(TokenScope? read, TokenScope? write = null) => this with { ReadScope = read, WriteScope = write };

    /// <summary>The role that a method needs.</summary>
    public Role? For(string method) => IsRead(method) ? Read : Write;

    /// <summary>The scope that a method needs; null refuses tokens.</summary>
    public TokenScope? ScopeFor(string method) => IsRead(method) ? ReadScope : WriteScope;

    static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
