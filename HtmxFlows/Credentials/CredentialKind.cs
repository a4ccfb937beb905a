namespace HtmxFlows.Credentials;

/// <summary>A kind of credential: what it consists of, and how it is used. The set is closed.</summary>
public sealed class CredentialKind
{
    /// <summary>The names of the kinds, for attributes of node types.</summary>
    public const string Header = "header", Bearer = "bearer", Basic = "basic", Query = "query", OAuthClient = "oauth2-client", OAuthCode = "oauth2-code",
        Smtp = "smtp", Database = "database", ModelKey = "model-key", Hmac = "hmac", Text = "secret";

    /// <summary>All of them, in the order of forms.</summary>
    public static IReadOnlyList<CredentialKind> All { get; } =
    [
        new(Bearer, "Bearer token", "A token in the Authorization header.", Secret("token", "Token")),
        new(Header, "Header", "A key in a header of its own.",
            new CredentialField("header", "Header") { Default = "X-API-Key", Help = "The name of the header." }, Secret("value", "Value")),
        new(Basic, "User and password", "Basic authentication.", new CredentialField("user", "User"), Secret("password", "Password")),
        new(Query, "Query parameter", "A key in the address. Prefer another kind where the server offers one: addresses end up in logs.",
            new CredentialField("parameter", "Parameter") { Default = "api_key", Help = "The name of the query parameter." }, Secret("value", "Value")),
        new(OAuthClient, "OAuth 2 client", "A token that the server gets for itself (client credentials).", [TokenUrl, .. Client, Secret("clientSecret", "Client secret"), Scope, SendClient]),
        new(OAuthCode, "OAuth 2 account", "A token for the account of a person, who agrees on the provider's page (authorization code).",
            [
                new("authorizationUrl", "Authorization URL") { IsUrl = true, Help = "The provider's page, e.g. https://login.example.com/authorize." }, TokenUrl, .. Client,
                Secret("clientSecret", "Client secret") with { IsRequired = false, Help = "Some providers give public clients none." }, Scope, SendClient,
            ]),
        new(ModelKey, "Model key", "The key of a chat model's server.", Secret("key", "Key")),
        new(Hmac, "Signing secret", "A secret with which webhooks are signed.", Secret("secret", "Secret")) { HostRule = HostRule.None },
        new(Text, "Text", "A text for {{secrets.NAME}} in templates.", Secret("value", "Value")) { HostRule = HostRule.Optional },
        new(Smtp, "Mail server", "An account to send mail with (SMTP).",
            [
                Server, new("port", "Port") { IsPort = true, Default = "587" },
                new("security", "Security") { Choices = ["starttls", "tls", "none"], Default = "starttls", IsDestination = true }, new("user", "User") { IsRequired = false }, Secret("password", "Password") with { IsRequired = false },
            ]) { HostRule = HostRule.None },
        new(Database, "Database", "A user of a database.",
            [
                new("engine", "Database") { Choices = ["postgresql", "mysql", "sqlserver"], Default = "postgresql" }, Server, new("port", "Port") { IsPort = true, IsRequired = false },
                new("database", "Name of the database"), new("user", "User"), Secret("password", "Password"),
            ]) { HostRule = HostRule.None },
    ];

    CredentialKind(string name, string title, string summary, params IReadOnlyList<CredentialField> fields) => (Name, Title, Summary, Fields) = (name, title, summary, fields);

    /// <summary>The word of it.</summary>
    public string Name { get; }

    /// <summary>Its name for people.</summary>
    public string Title { get; }

    /// <summary>What it is, in a sentence.</summary>
    public string Summary { get; }

    public IReadOnlyList<CredentialField> Fields { get; }

    /// <summary>Whether it is bound to hosts.</summary>
    public HostRule HostRule { get; private init; } = HostRule.Required;

    /// <summary>Why it cannot be tested here, in a sentence; null if it can.</summary>
    public string? WhyNoTest => Name switch
    {
        Smtp or Database => "There is no test: this server sends no mail and uses no other database yet.",
        Hmac => "There is no test: a signing secret is never sent.",
        Text => "There is no test: the templates decide how the text is sent.",
        _ => null,
    };

    /// <summary>The kind of a word; null if there is none.</summary>
    public static CredentialKind? Find(string? name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The names of the kinds that fit a use.</summary>
    public static IReadOnlyList<string> For(CredentialUse use) => use switch
    {
        CredentialUse.Request => [Bearer, Header, Basic, Query, OAuthClient, OAuthCode],
        CredentialUse.Model => [ModelKey],
        CredentialUse.Webhook => [Hmac, Basic, Header, Bearer],
        CredentialUse.Mail => [Smtp],
        _ => [Database],
    };

    static CredentialField Secret(string name, string label) => new(name, label) { IsSecret = true };

    static CredentialField TokenUrl => new("tokenUrl", "Token URL") { IsUrl = true, IsDestination = true, Help = "Where tokens are issued, e.g. https://login.example.com/token." };

    static IReadOnlyList<CredentialField> Client => [new("clientId", "Client id")];

    static CredentialField Scope => new("scope", "Scopes") { IsRequired = false, Help = "Words with spaces between them." };

    static CredentialField SendClient => new("send", "Client secret in") { Choices = ["header", "body"], Default = "header", Help = "How the token URL wants id and secret: as basic authentication, or in the body." };

    static CredentialField Server => new("server", "Server") { IsDestination = true, Help = "Its name or address." };
}

/// <summary>Whether a kind of credential is bound to hosts.</summary>
public enum HostRule { Required, Optional, None }
