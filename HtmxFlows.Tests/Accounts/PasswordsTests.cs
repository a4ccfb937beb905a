using HtmxFlows.Accounts;

namespace HtmxFlows.Tests.Accounts;

public sealed class PasswordsTests : IDisposable
{
    readonly Passwords passwords = new();

    public void Dispose() => passwords.Dispose();

    [Fact]
    public async Task A_hash_fits_its_password_and_no_other_and_does_not_contain_it()
    {
        var hash = await passwords.Hash(Team.Password);

        Assert.DoesNotContain(Team.Password, hash, StringComparison.Ordinal);
        Assert.NotEqual(hash, await passwords.Hash(Team.Password));
        Assert.True(await passwords.Verify(hash, Team.Password));
        Assert.False(await passwords.Verify(hash, Team.Password + "x"));
        Assert.False(await passwords.Verify(hash, ""));
    }

    [Fact]
    public async Task Without_a_user_no_password_fits() => Assert.False(await passwords.Verify(null, Team.Password));

    [Fact, Slow]
    public async Task Of_a_thousand_at_once_few_are_hashed_together_and_the_rest_is_refused_at_once()
    {
        var hash = await passwords.Hash(Team.Password);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => passwords.Verify(hash, Team.Password)));

        Assert.InRange(passwords.MostAtOnce, 1, Passwords.AtOnce);
        Assert.InRange(answers.Count(answer => answer == true), 1, 1000);
        Assert.True(answers.Count(answer => answer is null) >= 1000 - Passwords.MostWaiting - Passwords.AtOnce - answers.Count(answer => answer == true));
        // Those who waited are through, and there is place again.
        Assert.True(await passwords.Verify(hash, Team.Password));
    }
}
