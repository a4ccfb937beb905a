using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Accounts;

public abstract class SecondFactorsContract(TestDatabase place) : StoreContract(place)
{
    readonly AppSecret secret = AppSecret.New();

    SecondFactors Factors => Get<SecondFactors>();

    [Fact]
    public async Task A_code_of_the_moment_adds_an_app_and_ten_recovery_codes()
    {
        var ada = await Ada();

        Assert.IsType<SecondFactorOutcome.Refused>(await Factors.Set(ada, secret, "000000" == Code() ? "000001" : "000000", Actor.System));
        Assert.False(Get<Users>().Find(ada.Id)!.HasSecondFactor);
        var saved = Assert.IsType<SecondFactorOutcome.Saved>(await Factors.Set(ada, secret, Code(), Actor.System));

        Assert.True(Get<Users>().Find(ada.Id)!.HasSecondFactor);
        Assert.Equal(10, saved.Codes.Distinct().Count());
        Assert.All(saved.Codes, code => Assert.Matches("^[a-z2-9]{4}(-[a-z2-9]{4}){5}$", code));
    }

    [Fact]
    public async Task A_code_works_once_and_for_a_minute_and_a_half()
    {
        var ada = await Enrolled();
        var used = Code();
        Time.Advance(TimeSpan.FromSeconds(30));
        var next = Code();

        Assert.False(await Factors.Use(ada, used, ""));
        Assert.True(await Factors.Use(ada, $" {next[..3]} {next[3..]} ", ""));
        Assert.False(await Factors.Use(ada, next, ""));
        Time.Advance(TimeSpan.FromMinutes(5));
        var old = Code();
        Time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(await Factors.Use(ada, old, ""));
        Assert.True(await Factors.Use(ada, secret.CodeAt(Time.GetUtcNow() + TimeSpan.FromSeconds(30)), ""));
        Assert.False(await Factors.Use(ada, Code(), ""));
    }

    [Fact]
    public async Task Two_browsers_cannot_use_one_code()
    {
        var ada = await Enrolled();
        Time.Advance(TimeSpan.FromSeconds(30));

        var uses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Factors.Use(ada, Code(), "")));

        Assert.Single(uses, isUsed => isUsed);
    }

    [Fact]
    public async Task A_recovery_code_works_once_in_any_spelling_and_until_there_are_new_ones()
    {
        var ada = await Ada();
        var codes = Assert.IsType<SecondFactorOutcome.Saved>(await Factors.Set(ada, secret, Code(), Actor.System)).Codes;

        Assert.True(await Factors.Use(ada, codes[0].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal), ""));
        Assert.False(await Factors.Use(ada, codes[0], ""));
        Assert.Equal(9, Factors.CountCodes(ada.Id));
        var renewed = Assert.IsType<SecondFactorOutcome.Saved>(await Factors.RenewCodes(ada, Actor.System)).Codes;
        Assert.False(await Factors.Use(ada, codes[1], ""));
        Assert.True(await Factors.Use(ada, renewed[1], ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    [InlineData("-")]
    [InlineData("١٢٣٤٥٦")]
    public async Task What_is_no_code_is_refused(string text) => Assert.False(await Factors.Use(await Enrolled(), text, ""));

    [Fact]
    public async Task The_database_holds_neither_the_secret_nor_the_codes()
    {
        var ada = await Ada();
        var codes = Assert.IsType<SecondFactorOutcome.Saved>(await Factors.Set(ada, secret, Code(), Actor.System)).Codes;

        var rows = string.Join(' ', Database.Read(connection => connection.Query<string>("SELECT content || wrapped_key FROM sealed_values UNION ALL SELECT hash FROM recovery_codes UNION ALL SELECT details || subject FROM audit")));

        Assert.DoesNotContain(codes, code => rows.Contains(code, StringComparison.OrdinalIgnoreCase));
        Assert.All([secret.Text, Convert.ToBase64String(secret.Value), Convert.ToHexString(secret.Value)], text => Assert.DoesNotContain(text, rows, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_removed_app_leaves_nothing_behind_and_ends_other_sessions()
    {
        var ada = await Enrolled();
        var (kept, other) = (await Get<Sessions>().Begin(ada, "", ""), await Get<Sessions>().Begin(ada, "", ""));

        Assert.True(await Factors.Remove(ada, Get<Sessions>().Find(kept, "")!.Session.Id, Actor.System));

        Assert.False(await Factors.Remove(ada, null, Actor.System));
        Assert.Equal(0, Database.Read(connection => connection.ExecuteScalar<int>("SELECT (SELECT count(*) FROM second_factors) + (SELECT count(*) FROM recovery_codes) + (SELECT count(*) FROM sealed_values)")));
        Assert.NotNull(Get<Sessions>().Find(kept, ""));
        Assert.Null(Get<Sessions>().Find(other, ""));
    }

    string Code() => secret.CodeAt(Time.GetUtcNow());

    async Task<User> Ada() => Assert.IsType<UserOutcome.Saved>(await Get<Users>().Add(new("Ada", "", Role.Owner), Team.Password, Actor.Anonymous)).User;

    async Task<User> Enrolled()
    {
        var ada = await Ada();
        Assert.IsType<SecondFactorOutcome.Saved>(await Factors.Set(ada, secret, Code(), Actor.System));
        return ada;
    }
}
