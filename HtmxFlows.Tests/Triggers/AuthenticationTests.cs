using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Passwords, secrets in headers and tokens. Cases 14 and 15 of the acceptance cases.</summary>
public sealed class AuthenticationTests
{
    const string Basic = """{"authentication": "basic"}""", Header = """{"authentication": "header"}""", Token = """{"authentication": "jwt", "audience": "flows", "issuer": "sender"}""";

    const long Now = 1_900_000_000;

    static readonly RSA Key = RSA.Create(2048);

    static string PublicKey => Key.ExportSubjectPublicKeyInfoPem();

    [Theory]
    [InlineData("ü:pä:ss", true)]
    [InlineData("ü:pä", false)]
    [InlineData("ü:pä:ss:", false)]
    public void Basic_is_UTF_8_and_a_password_may_have_colons(string given, bool isAccepted) =>
        Assert.Equal(isAccepted, Calls.Accepts(Basic, Calls.Of("", ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(given))}")), 0, "ü:pä:ss"));

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Bearer dXNlcjpwYXNz")]
    public void A_header_that_is_no_basic_is_refused(string header) => Assert.False(Calls.Accepts(Basic, Calls.Of("", ("Authorization", header)), 0, "user:pass"));

    [Theory]
    [InlineData("Authorization", "Bearer quiet", true)]
    [InlineData("Authorization", "quiet", true)]
    [InlineData("X-API-Key", "quiet", true)]
    [InlineData("X-API-Key", "quiet ", false)]
    [InlineData("X-Other", "quiet", false)]
    public void A_secret_may_be_in_the_usual_headers(string name, string value, bool isAccepted) => Assert.Equal(isAccepted, Calls.Accepts(Header, Calls.Of("", (name, value)), 0, "quiet"));

    [Fact]
    public void A_secret_may_be_in_a_header_of_its_own()
    {
        const string Own = """{"authentication": "header", "header": "X-Hush"}""";
        Assert.True(Calls.Accepts(Own, Calls.Of("", ("x-hush", "quiet")), 0, "quiet"));
        Assert.False(Calls.Accepts(Own, Calls.Of("", ("Authorization", "Bearer quiet")), 0, "quiet"));
    }

    [Theory]
    // The right one, by both kinds of credentials.
    [InlineData("RS256", Now, "flows", true)]
    [InlineData("HS256", Now, "flows", true)]
    [InlineData("PS384", Now, "flows", true)]
    // The clocks may differ by 60 seconds.
    [InlineData("RS256", Now - 60, "flows", true)]
    [InlineData("RS256", Now - 61, "flows", false)]
    [InlineData("RS256", Now, "others", false)]
    [InlineData("none", Now, "flows", false)]
    [InlineData("HS512 as RS256", Now, "flows", false)]
    public void A_token_is_verified_by_the_kind_of_its_credential(string algorithm, long expiry, string audience, bool isAccepted) =>
        Assert.Equal(isAccepted, Accepts(Make(algorithm, $$"""{"aud": "{{audience}}", "iss": "sender", "exp": {{expiry}}}"""), algorithm == "HS256" ? "a shared secret" : PublicKey));

    [Fact]
    public void A_public_key_is_no_shared_secret()
    {
        // Signed with the text of the public key, which everybody knows, as if it were a secret.
        var data = $"{Part("""{"alg": "HS256"}""")}.{Part($$"""{"aud": "flows", "iss": "sender", "exp": {{Now}}}""")}";
        var forged = $"{data}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(PublicKey), Encoding.ASCII.GetBytes(data)))}";

        Assert.False(Accepts(forged, PublicKey));
    }

    [Fact]
    public void Keys_of_elliptic_curves_are_accepted_and_line_ends_may_be_written_as_in_variables()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var data = $"{Part("""{"alg": "ES256"}""")}.{Part($$"""{"aud": ["x", "flows"], "iss": "sender", "exp": {{Now}}}""")}";
        var token = $"{data}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(data), HashAlgorithmName.SHA256))}";

        Assert.True(Accepts(token, key.ExportSubjectPublicKeyInfoPem().ReplaceLineEndings(@"\n")));
        Assert.False(Accepts(token, PublicKey));
    }

    [Theory]
    [InlineData("""{"aud": "flows", "iss": "sender"}""")]
    [InlineData("""{"aud": "flows", "iss": "sender", "exp": "1900000000"}""")]
    [InlineData("""{"aud": "flows", "iss": "sender", "exp": 1900000000, "nbf": 1900000061}""")]
    [InlineData("""{"aud": "flows", "iss": "another", "exp": 1900000000}""")]
    [InlineData("""{"iss": "sender", "exp": 1900000000}""")]
    [InlineData("[]")]
    public void A_token_that_does_not_say_enough_is_refused(string claims) => Assert.False(Accepts(Make("RS256", claims), PublicKey));

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("..")]
    [InlineData("!.!.!")]
    public void A_text_that_is_no_token_is_refused(string token) => Assert.False(Accepts(token, PublicKey));

    static bool Accepts(string token, string credential) => Calls.Accepts(Token, Calls.Of("{}", ("Authorization", $"Bearer {token}")), Now, credential);

    static string Make(string algorithm, string claims)
    {
        var data = $"{Part($$"""{"typ": "JWT", "alg": "{{algorithm.Split(' ')[^1]}}"}""")}.{Part(claims)}";
        var bytes = Encoding.ASCII.GetBytes(data);
        var signature = algorithm switch
        {
            "RS256" => Key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS384" => Key.SignData(bytes, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
            "HS256" => HMACSHA256.HashData("a shared secret"u8, bytes),
            "none" => [],
            _ => HMACSHA512.HashData("a shared secret"u8, bytes),
        };
        return $"{data}.{Base64Url.EncodeToString(signature)}";
    }

    static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
