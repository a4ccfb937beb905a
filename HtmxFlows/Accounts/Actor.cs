namespace HtmxFlows.Accounts;

/// <summary>Who does something. The set is closed.</summary>
public abstract record Actor
{
    Actor(string name) => Name = name;

    /// <summary>Someone who has not signed in, on a server without users: everything is open to them.</summary>
    public static Actor Anonymous { get; } = new Unknown(Role.Owner);

    /// <summary>The server itself.</summary>
    public static Actor System { get; } = new Server("system");

    /// <summary>Someone with a command line on the machine of the server.</summary>
    public static Actor CommandLine { get; } = new Server("command line");

    /// <summary>The identity provider, whose groups decide about users and roles.</summary>
    public static Actor IdentityProvider { get; } = new Server("identity provider");

    /// <summary>The name in the journal, in the audit log and on pages.</summary>
    public string Name { get; }

    /// <summary>The network address from which it is done; null if it comes from none.</summary>
    public string? Address { get; init; }

    /// <summary>The word of its kind in the database.</summary>
    public abstract string Kind { get; }

    /// <summary>The id of the user or token; null for every other actor.</summary>
    public virtual Guid? Id => null;

    /// <summary>The session or API token by which it is done; null without one.</summary>
    public virtual Guid? Session => null;

    /// <summary>Whether it has a role or a higher one.</summary>
    public abstract bool Is(Role role);

    /// <summary>A person or a program without a session.</summary>
    /// <param name="Role">Owner on a server without users; null if the actor may use public addresses only.</param>
    public sealed record Unknown(Role? Role) : Actor("anonymous")
    {
        public override string Kind => "anonymous";

        public override bool Is(Role role) => Role >= role;
    }

    /// <summary>A user, by a session or by an API token.</summary>
    /// <param name="SignedIn">The user, as at the time of the request.</param>
    /// <param name="Browser">The id of the session or token.</param>
    public sealed record Person(User SignedIn, Guid Browser) : Actor(SignedIn.Name)
    {
        /// <summary>Whether a program does it, with an API token of the user.</summary>
        public bool IsToken { get; init; }

        /// <summary>How the user signed in; null for a token.</summary>
        public SignInWay? Way { get; init; }

        public override string Kind => IsToken ? "token" : "user";

        public override Guid? Id => SignedIn.Id;

        public override Guid? Session => Browser;

        public override bool Is(Role role) => SignedIn.Role >= role;
    }

    /// <summary>A person with an invitation, who is not a user yet.</summary>
    /// <param name="By">The name of the user who made the invitation.</param>
    public sealed record Invited(string By) : Actor($"invited by {By}")
    {
        public override string Kind => "anonymous";

        public override bool Is(Role role) => false;
    }

    sealed record Server(string Word) : Actor(Word)
    {
        public override string Kind => "system";

        public override bool Is(Role role) => true;
    }
}
