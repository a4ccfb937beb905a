using HtmxFlows.Accounts;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Accounts;

public abstract class ApiTokensContract(TestDatabase place) : StoreContract(place)
{
    ApiTokens Tokens => Get<ApiTokens>();

    [Fact]
    public async Task A_token_has_a_checksum_and_is_found_until_it_expires()
    {
        var (_, secret) = await Make(days: 30);
        Assert.Matches("^hf_[A-Za-z0-9]{38}$", secret);
        Assert.Equal("CI", Tokens.Find(secret)!.Token.Name);
        Assert.Null(Tokens.Find(secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A')));
        Assert.Null(Tokens.Find("hf_" + new string('A', 38)));
        Assert.Null(Tokens.Find(""));
        Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromTicks(1));
        Assert.NotNull(Tokens.Find(secret));
        Time.Advance(TimeSpan.FromTicks(1));

        Assert.Null(Tokens.Find(secret));
    }

    [Fact]
    public async Task A_revoked_token_is_found_no_more_and_tells_those_who_follow_it()
    {
        var (token, secret) = await Make();
        var found = Tokens.Find(secret)!;
        Assert.False(await Tokens.Revoke(Guid.NewGuid(), token.Id, Actor.System));
        Assert.True(await Tokens.Revoke(token.UserId, token.Id, Actor.System));

        Assert.True(found.Ended.IsCancellationRequested);
        Assert.Null(Tokens.Find(secret));
    }

    [Fact]
    public async Task A_token_ends_with_its_user()
    {
        var (token, secret) = await Make();
        Tokens.Find(secret);
        await Get<Users>().Change(token.UserId, new("Ada", "", Role.Editor, IsDisabled: true), Actor.System);

        Assert.Null(Tokens.Find(secret));
    }

    [Theory]
    [InlineData("", "runs:read", 30, "name")]
    [InlineData("CI", "", 30, "scopes")]
    [InlineData("CI", "runs:delete", 30, "scopes")]
    [InlineData("CI", "runs:start:news", 30, "scopes")]
    [InlineData("CI", "runs:read", 0, "days")]
    [InlineData("CI", "runs:read", 366, "days")]
    public async Task A_token_without_a_name_a_scope_or_an_end_is_refused(string name, string scope, int days, string field)
    {
        var refused = Assert.IsType<TokenOutcome.Refused>(await Tokens.Make(await Ada(), name, scope.Length == 0 ? [] : [scope], days, Actor.System));

        Assert.Equal(field, Assert.Single(refused.Problems).Field);
    }

    [Fact]
    public async Task A_scope_of_one_workflow_is_for_no_other()
    {
        var workflow = Guid.NewGuid();
        var (token, _) = await Make(scope: $"runs:start:{workflow}");

        Assert.True(token.Allows(TokenScope.RunsStart, $"{workflow}"));
        Assert.False(token.Allows(TokenScope.RunsStart, $"{Guid.NewGuid()}"));
        Assert.False(token.Allows(TokenScope.RunsStart, null));
        Assert.False(token.Allows(TokenScope.RunsRead, $"{workflow}"));
    }

    [Fact]
    public async Task A_use_is_noted()
    {
        var (token, secret) = await Make();
        Assert.Null(Tokens.Of(token.UserId).Single().UsedAt);
        Tokens.Find(secret);
        await Database.Write(_ => true);

        Assert.Equal(Time.GetUtcNow(), Tokens.Of(token.UserId).Single().UsedAt);
    }

    async Task<(ApiToken Token, string Secret)> Make(int days = 30, string scope = "runs:read")
    {
        var made = Assert.IsType<TokenOutcome.Made>(await Tokens.Make(await Ada(), "CI", [scope], days, Actor.System));
        return (made.Token, made.Secret);
    }

    /// <summary>An editor; an owner is made before.</summary>
    async Task<User> Ada()
    {
        await Get<Users>().Add(new("Olga", "", Role.Owner), Team.Password, Actor.CommandLine);
        return Assert.IsType<UserOutcome.Saved>(await Get<Users>().Add(new("Ada", "", Role.Editor), Team.Password, Actor.CommandLine)).User;
    }
}
