using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Starts a run for each call of an address.</summary>
public sealed class WebhookNode : TriggerNode<WebhookNode.Configuration>
{
    internal const string TypeName = "webhook";

    static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public sealed record Configuration
    {
        [Display(Name = "Address", Description = "The word after /hook/ in the address. Names for parts of the path may follow: orders/:id. Default: 22 letters and digits that nobody can guess.")]
        public string Slug { get; init; } = "";

        [Display(Name = "Methods", Description = "The methods that it accepts, one a line. Default: POST.")]
        public IReadOnlyList<string> Methods { get; init; } = [];

        [Display(Name = "Authentication", Description = "How senders prove who they are. The last six are the signatures of these senders.")]
        public WebhookAuthentication Authentication { get; init; }

        [CredentialName(CredentialUse.Webhook), AppliesWhen(nameof(Authentication), WebhookAuthentication.None, Unless = true), Display(Name = "Credential", Description = "A credential of this server: a signing secret, or for basic a user and password. For jwt, the secret is shared or a public key (PEM). While you rotate it, NAME_previous is accepted, too.")]
        public string Credential { get; init; } = "";

        [AppliesWhen(nameof(Authentication), WebhookAuthentication.Header, WebhookAuthentication.Hmac), Display(Name = "Header", Description = "The header with the secret or signature. Default: Authorization (Bearer) or X-API-Key; for hmac X-Signature.")]
        public string Header { get; init; } = "";

        [AppliesWhen(nameof(Authentication), WebhookAuthentication.Hmac), Display(Name = "Algorithm", Description = "The hash of the signature.")]
        public SignatureAlgorithm Algorithm { get; init; }

        [AppliesWhen(nameof(Authentication), WebhookAuthentication.Hmac), Display(Name = "Encoding", Description = "How the signature is written.")]
        public SignatureEncoding Encoding { get; init; }

        [AppliesWhen(nameof(Authentication), WebhookAuthentication.Hmac), Display(Name = "Prefix", Description = "The text before the signature in the header, e.g. sha256=.")]
        public string Prefix { get; init; } = "";

        [AppliesWhen(nameof(Authentication), WebhookAuthentication.Jwt), Display(Name = "Audience", Description = "The aud that tokens must have. Default: any.")]
        public string Audience { get; init; } = "";

        [AppliesWhen(nameof(Authentication), WebhookAuthentication.Jwt), Display(Name = "Issuer", Description = "The iss that tokens must have. Default: any.")]
        public string Issuer { get; init; } = "";

        [Display(Name = "Answer", Description = "Accepted: 202 with the run at once. Result: the result of the run, or what a respond node says, within 25 seconds. Stream: the events of the run.")]
        public WebhookAnswer Answer { get; init; }

        [Display(GroupName = "Limits", Name = "Only run if", ShortName = "condition", Description = "Conditions on the call, such as {{trigger.body.action}}. A call that does not meet all of them starts no run.")]
        public IReadOnlyList<ConditionRow> OnlyIf { get; init; } = [];

        [Display(GroupName = "Limits", Name = "Allowed addresses", Description = "Networks from which calls are accepted, one a line: 192.0.2.0/24. Default: all.")]
        public IReadOnlyList<string> AllowedAddresses { get; init; } = [];

        [Display(GroupName = "Limits", Name = "Calls a minute", Description = "Calls beyond it get a 429. Default: no limit."), Range(1, 1_000_000)]
        public int? RateLimit { get; init; }

        /// <summary>Whether it accepts a method; letters of both cases are the same.</summary>
        internal bool Accepts(string method) => AllowedMethods.Contains(method.ToUpperInvariant());

        /// <summary>The methods that it accepts, in capital letters.</summary>
        internal IReadOnlyList<string> AllowedMethods => Methods.Count == 0 ? ["POST"] : [.. Methods.Select(method => method.Trim().ToUpperInvariant()).Distinct()];
    }

    public override string Name => TypeName;
    public override string Title => "Webhook";
    public override string Summary => "Starts a run when another program calls its address. The call is {{trigger}}: method, path, params, query, headers, body, files and remote.";
    public override IReadOnlyList<string> Synonyms { get; } = ["http in", "hook", "callback", "trigger", "GitHub", "Stripe", "Slack", "Shopify", "GitLab", "endpoint"];
    public override string Describe(WrittenConfiguration written) => $"{string.Join(' ', new[] { written.Text("slug"), written.Choice("authentication", "") is "none" or "" ? "" : written.Choice("authentication", "") }.Where(text => text.Length > 0))}";
    public override JsonElement? SampleData { get; } = Json.Parse("""{"method": "POST", "path": "", "params": {}, "query": {}, "headers": {"content-type": "application/json"}, "body": {}, "files": [], "remote": "127.0.0.1"}""");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("An order from a shop", """{"slug": "orders"}""", """{"trigger": {"method": "POST", "path": "", "params": {}, "query": {}, "headers": {"content-type": "application/json"}, "body": {"id": "A-17", "total": 120}, "files": [], "remote": "192.0.2.10"}}"""),
        new("Pushes to a repository on GitHub", """{"slug": "github", "authentication": "github", "credential": "GITHUB_WEBHOOK", "onlyIf": [{"left": "{{trigger.body.ref}}", "operator": "equals", "right": "refs/heads/main"}]}""",
            """{"trigger": {"method": "POST", "path": "", "params": {}, "query": {}, "headers": {"x-github-event": "push"}, "body": {"ref": "refs/heads/main"}, "files": [], "remote": "192.0.2.10"}}"""),
        new("A question with an answer", """{"slug": "price/:sku", "methods": ["GET"], "answer": "result"}""",
            """{"trigger": {"method": "GET", "path": "/b-2", "params": {"sku": "b-2"}, "query": {}, "headers": {}, "body": null, "files": [], "remote": "192.0.2.10"}}"""),
    ];

    protected override string? Slug(Configuration configuration) => WebhookAddress.KeyOf(configuration.Slug);

    public override string? AddressPath(JsonElement data, string? key, bool isDraft) => key is null || Read(data).Configuration is not Configuration written ? null
        : string.Join('/', new[] { "/hook", key }.Concat(isDraft ? [WebhookAddress.Draft] : Array.Empty<string>()).Concat(written.Slug.Split('/').Skip(1)));

    public override string? CallCommand(JsonElement data, string address) => Read(data).Configuration is Configuration written ? WebhookCommand.Of(written, address) : null;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (WebhookAddress.FindProblem(configuration.Slug) is { } problem)
            yield return new("slug", problem);
        if (configuration.AllowedMethods.FirstOrDefault(method => !Methods.Contains(method)) is { } unknown)
            yield return new("methods", $"“{unknown}” is no method that a webhook accepts. Use {string.Join(", ", Methods)}.");
        if (configuration.Authentication != WebhookAuthentication.None && string.IsNullOrWhiteSpace(configuration.Credential))
            yield return new("credential", "Name the credential with which calls are verified.");
        if (configuration.Header.Length > 0 && RunResponse.FindNameProblem(configuration.Header) is { } name && name.EndsWith("header.", StringComparison.Ordinal))
            yield return new("header", name);
        if (configuration.AllowedAddresses.FirstOrDefault(range => !IsNetwork(range)) is { } odd)
            yield return new("allowedAddresses", $"“{Excerpt.Of(odd)}” is no address or network. Write it as 192.0.2.10 or 192.0.2.0/24.");
        foreach (var found in ConditionRow.FindProblems("onlyIf", configuration.OnlyIf))
            yield return found;
    }

    public override IEnumerable<FieldProblem> FindCredentialProblems(object configuration, Secrets secrets)
    {
        var written = (Configuration)configuration;
        if (written.Authentication == WebhookAuthentication.None)
            yield break;
        var values = ActiveSecrets.Of(secrets, written.Credential);
        if (written.Authentication == WebhookAuthentication.StandardWebhooks && values.Any(value => StandardWebhookKey.Of(value) is null))
            yield return new("credential", $"The secret `{written.Credential}` is no key of Standard Webhooks, which is whsec_ and base64.");
        else if (written.Authentication == WebhookAuthentication.Basic && values.Count > 0 && !values.All(value => value.Contains(':', StringComparison.Ordinal)))
            yield return new("credential", $"The secret `{written.Credential}` must be a user and a password with a colon between them.");
    }

    static bool IsNetwork(string range) => IPNetwork.TryParse(range, out _) || IPAddress.TryParse(range, out _);
}
