namespace HtmxFlows.Accounts;

/// <summary>Who does something. The set is closed.</summary>
public sealed record Actor
{
    Actor(string name) => Name = name;

    /// <summary>A person or a program that has not signed in.</summary>
    public static Actor Anonymous { get; } = new("anonymous");

    /// <summary>The server itself.</summary>
    public static Actor System { get; } = new("system");

    public string Name { get; }
}
