using HtmxFlows.Tests.Nodes;
using HtmxFlows.Triggers;

namespace HtmxFlows.Tests.Triggers;

/// <summary>The signatures of senders, with vectors that they have published. Cases 1 to 13 of the acceptance cases.</summary>
public sealed class SignatureTests
{
    const string Standard = """{"authentication": "standard-webhooks"}""", Github = """{"authentication": "github"}""", Stripe = """{"authentication": "stripe"}""",
        Slack = """{"authentication": "slack"}""", Shopify = """{"authentication": "shopify"}""", Gitlab = """{"authentication": "gitlab"}""";

    const string StandardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", StandardId = "msg_p5jXN8AQM9LWM0D4loKWxJek", StandardBody = """{"test": 2432232314}""",
        StandardSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    const long StandardTime = 1614265330, StripeTime = 1533204620, SlackTime = 1531420618;

    const string StripeSecret = "webhook_secret", StripeSignature = "2220f87ef101a04665f11cdf770523143f875572008577fa0f20882ddb9cc3c7";

    const string SlackSecret = "8f742231b10e8888abcd99yyyzzz85a5", SlackSignature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    const string GithubSecret = "It's a Secret to Everybody", GithubBody = "Hello, World!", GithubSignature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    static HookCall StandardCall(string signature = StandardSignature, string body = StandardBody, string time = "1614265330", string id = StandardId) =>
        Calls.Of(body, ("webhook-id", id), ("webhook-timestamp", time), ("webhook-signature", signature));

    static HookCall StripeCall(string header, string? body = null) => Calls.Of(body ?? Calls.Case("stripe-event.json"), ("Stripe-Signature", header), ("Content-Type", "application/json"));

    static HookCall SlackCall(string signature = SlackSignature, string? body = null, string time = "1531420618") =>
        Calls.Of(body ?? Calls.Case("slack-command.txt"), ("X-Slack-Signature", signature), ("X-Slack-Request-Timestamp", time));

    [Fact]
    public void Standard_Webhooks_accepts_its_vector_and_names_the_delivery() => Assert.Equal(StandardId, Calls.Delivery(Standard, StandardCall(), StandardTime, StandardSecret));

    [Fact]
    public void Any_signature_of_version_1_may_fit_and_other_versions_are_ignored() => Assert.True(Calls.Accepts(
        Standard, StandardCall($"v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,g0hM9SsE {StandardSignature} v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="), StandardTime, StandardSecret));

    [Theory]
    [InlineData("v1,")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJawdd")]
    [InlineData("")]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    public void Standard_Webhooks_refuses_a_signature_that_does_not_fit(string signature) => Assert.False(Calls.Accepts(Standard, StandardCall(signature), StandardTime, StandardSecret));

    [Fact]
    public void A_secret_without_a_key_accepts_nothing_and_the_form_refuses_it()
    {
        Assert.False(Calls.Accepts(Standard, StandardCall(), StandardTime, "whsec_"));

        var type = NodeTypes.Catalogue.Find("webhook")!;
        var configuration = Calls.Read("""{"authentication": "standard-webhooks", "credential": "HOOK"}""");
        Assert.Equal("The secret `HOOK` is no key of Standard Webhooks, which is whsec_ and base64.", Assert.Single(type.FindCredentialProblems(configuration, new([new("HOOK", "whsec_")]))).Message);
        Assert.Empty(type.FindCredentialProblems(configuration, new([new("HOOK", StandardSecret)])));
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void A_signature_is_valid_for_five_minutes_around_its_time(int late, bool isAccepted) =>
        Assert.Equal(isAccepted, Calls.Accepts(Standard, StandardCall(), StandardTime + late, StandardSecret));

    [Fact]
    public void GitHub_accepts_its_vector_and_names_the_delivery() => Assert.Equal("72d3162e-cc78-11e3-81ab-4c9367dc0958", Calls.Delivery(
        Github, Calls.Of(GithubBody, ("X-Hub-Signature-256", GithubSignature), ("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")), 0, GithubSecret));

    [Fact]
    public void GitHub_with_the_old_header_alone_is_refused() =>
        Assert.False(Calls.Accepts(Github, Calls.Of(GithubBody, ("X-Hub-Signature", "sha1=" + Convert.ToHexStringLower(Calls.Sha256(GithubSecret, GithubBody)))), 0, GithubSecret));

    [Fact]
    public void Stripe_accepts_its_vector_and_names_the_delivery_by_the_event() =>
        Assert.Equal("evt_123", Calls.Delivery(Stripe, StripeCall($"t={StripeTime},v1={StripeSignature}"), StripeTime + 100, StripeSecret));

    [Fact]
    public void Stripe_refuses_its_vector_after_400_seconds() => Assert.False(Calls.Accepts(Stripe, StripeCall($"t={StripeTime},v1={StripeSignature}"), StripeTime + 400, StripeSecret));

    [Theory]
    [InlineData("t=,v1=SIGNATURE")]
    [InlineData("t,v1=,v0=")]
    [InlineData("t,v1=,")]
    [InlineData("t,,")]
    [InlineData(",,")]
    [InlineData("t")]
    [InlineData("")]
    [InlineData("t=TIME,v0=SIGNATURE")]
    [InlineData("t=99999999999999999999,v1=SIGNATURE")]
    [InlineData("t=TIME,t=TIME,v1=SIGNATURE")]
    public void Stripe_refuses_a_header_that_is_none(string header) => Assert.False(Calls.Accepts(
        Stripe, StripeCall(header.Replace("SIGNATURE", StripeSignature, StringComparison.Ordinal).Replace("TIME", $"{StripeTime}", StringComparison.Ordinal)), StripeTime, StripeSecret));

    [Fact]
    public void Stripe_accepts_a_second_signature_that_is_wrong() =>
        Assert.True(Calls.Accepts(Stripe, StripeCall($"t={StripeTime},v1=deadbeef{new string('0', 56)},v1={StripeSignature}"), StripeTime, StripeSecret));

    [Fact]
    public void Slack_accepts_its_vector() => Assert.True(Calls.Accepts(Slack, SlackCall(), SlackTime, SlackSecret));

    [Fact]
    public void A_generic_signature_may_be_base64_without_a_prefix() => Assert.True(Calls.Accepts(
        """{"authentication": "hmac", "header": "X-Sign", "encoding": "base64"}""", Calls.Of("""{"a":1}""", ("x-sign", "3+Yq/TpwjqJ7IXuMq8EfED7b+y0XbokqOKLUdagDxMI=")), 0, "hush"));

    [Theory]
    [InlineData("sha256", "dfe62afd3a708ea27b217b8cabc11f103edbfb2d176e892a38a2d475a803c4c2", true)]
    [InlineData("sha256", "DFE62AFD3A708EA27B217B8CABC11F103EDBFB2D176E892A38A2D475A803C4C2", true)]
    [InlineData("sha1", "dfe62afd3a708ea27b217b8cabc11f103edbfb2d176e892a38a2d475a803c4c2", false)]
    [InlineData("sha512", "dfe62afd3a708ea27b217b8cabc11f103edbfb2d176e892a38a2d475a803c4c2", false)]
    [InlineData("sha256", "dfe62afd3a708ea27b217b8cabc11f103edbfb2d176e892a38a2d475a803c4c", false)]
    public void A_generic_signature_has_the_hash_of_the_configuration(string algorithm, string signature, bool isAccepted) => Assert.Equal(isAccepted, Calls.Accepts(
        $$"""{"authentication": "hmac", "algorithm": "{{algorithm}}", "prefix": "v="}""", Calls.Of("""{"a":1}""", ("X-Signature", $"v={signature}")), 0, "hush"));

    [Theory]
    [InlineData("""{"a": 1}""")]
    [InlineData("{\"a\":1}\r\n")]
    [InlineData("""{"a":3}""")]
    public void Every_byte_of_the_body_counts(string body)
    {
        const string Sent = """{"a":1}""";
        string hex = Convert.ToHexStringLower(Calls.Sha256("hush", Sent)), base64 = Convert.ToBase64String(Calls.Sha256("hush", Sent));
        Assert.True(Calls.Accepts(Github, Calls.Of(Sent, ("X-Hub-Signature-256", $"sha256={hex}")), 0, "hush"));
        Assert.True(Calls.Accepts(Shopify, Calls.Of(Sent, ("X-Shopify-Hmac-Sha256", base64)), 0, "hush"));

        Assert.False(Calls.Accepts(Github, Calls.Of(body, ("X-Hub-Signature-256", $"sha256={hex}")), 0, "hush"));
        Assert.False(Calls.Accepts(Shopify, Calls.Of(body, ("X-Shopify-Hmac-Sha256", base64)), 0, "hush"));
        Assert.False(Calls.Accepts(Standard, StandardCall(body: body), StandardTime, StandardSecret));
        Assert.False(Calls.Accepts(Stripe, StripeCall($"t={StripeTime},v1={StripeSignature}", body), StripeTime, StripeSecret));
        Assert.False(Calls.Accepts(Slack, SlackCall(body: body), SlackTime, SlackSecret));
    }

    [Fact]
    public void Every_part_of_a_signature_counts()
    {
        Assert.False(Calls.Accepts(Standard, StandardCall(time: $"{StandardTime + 1}"), StandardTime, StandardSecret));
        Assert.False(Calls.Accepts(Standard, StandardCall(id: StandardId + "x"), StandardTime, StandardSecret));
        Assert.False(Calls.Accepts(Stripe, StripeCall($"t={StripeTime + 1},v1={StripeSignature}"), StripeTime, StripeSecret));
        Assert.False(Calls.Accepts(Slack, SlackCall(time: $"{SlackTime + 1}"), SlackTime, SlackSecret));
        Assert.False(Calls.Accepts(Slack, SlackCall(SlackSignature[..^1] + "2"), SlackTime, SlackSecret));
        Assert.False(Calls.Accepts(Slack, SlackCall("v0=zz"), SlackTime, SlackSecret));
        Assert.False(Calls.Accepts(Github, Calls.Of(GithubBody, ("X-Hub-Signature-256", GithubSignature[..^1] + "8")), 0, GithubSecret));
        Assert.False(Calls.Accepts(Github, Calls.Of(GithubBody, ("X-Hub-Signature-256", GithubSignature)), 0, "another secret"));
    }

    [Fact]
    public void A_line_end_of_another_system_breaks_the_signature()
    {
        const string Sent = "a\nb";
        var signature = $"sha256={Convert.ToHexStringLower(Calls.Sha256("hush", Sent))}";
        Assert.True(Calls.Accepts(Github, Calls.Of(Sent, ("X-Hub-Signature-256", signature)), 0, "hush"));
        Assert.False(Calls.Accepts(Github, Calls.Of("a\r\nb", ("X-Hub-Signature-256", signature)), 0, "hush"));
    }

    [Fact]
    public void Two_secrets_are_accepted_while_they_rotate()
    {
        static HookCall Signed(string secret) => Calls.Of(GithubBody, ("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(Calls.Sha256(secret, GithubBody))}"));

        Assert.True(Calls.Accepts(Github, Signed("old secret"), 0, "new secret", "old secret"));
        Assert.True(Calls.Accepts(Github, Signed("new secret"), 0, "new secret", "old secret"));
        Assert.False(Calls.Accepts(Github, Signed("removed secret"), 0, "new secret", "old secret"));
    }

    [Fact]
    public void GitLab_sends_the_secret_itself()
    {
        Assert.Equal("one", Calls.Delivery(Gitlab, Calls.Of("{}", ("X-Gitlab-Token", "hush hush"), ("Idempotency-Key", "one")), 0, "hush hush"));
        Assert.False(Calls.Accepts(Gitlab, Calls.Of("{}", ("X-Gitlab-Token", "hush")), 0, "hush hush"));
        Assert.False(Calls.Accepts(Gitlab, Calls.Of("{}"), 0, "hush hush"));
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("basic", false)]
    [InlineData("header", false)]
    [InlineData("jwt", false)]
    [InlineData("hmac", false)]
    [InlineData("standard-webhooks", false)]
    [InlineData("github", false)]
    [InlineData("stripe", false)]
    [InlineData("slack", false)]
    [InlineData("shopify", false)]
    [InlineData("gitlab", false)]
    public void Without_a_secret_nothing_is_accepted_that_has_to_be_verified(string authentication, bool isAccepted) =>
        Assert.Equal(isAccepted, Calls.Accepts($$"""{"authentication": "{{authentication}}"}""", Calls.Of("{}", ("Authorization", "Bearer "), ("X-Gitlab-Token", ""))));
}
