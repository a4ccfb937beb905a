using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Data;

public sealed class SqliteFailureTests
{
    [Theory]
    [InlineData(13, 13, DatabaseTrouble.Full)]
    [InlineData(10, 4874, DatabaseTrouble.Full)]
    [InlineData(5, 5, DatabaseTrouble.Locked)]
    [InlineData(6, 262, DatabaseTrouble.Locked)]
    [InlineData(8, 1032, DatabaseTrouble.ReadOnly)]
    [InlineData(11, 11, DatabaseTrouble.Damaged)]
    [InlineData(26, 26, DatabaseTrouble.Damaged)]
    [InlineData(10, 778, DatabaseTrouble.Unreachable)]
    [InlineData(14, 14, DatabaseTrouble.Unreachable)]
    [InlineData(7, 7, DatabaseTrouble.Unreachable)]
    public void A_result_code_for_which_nobody_is_to_blame_means_an_unavailable_database(int code, int extended, DatabaseTrouble trouble)
    {
        var cause = new SqliteException("The cause.", code, extended);
        var failure = Assert.IsType<DatabaseUnavailableException>(SqliteFailure.Of(cause));
        Assert.Equal((trouble, cause), (failure.Trouble, failure.InnerException));
    }

    [Fact]
    public void An_unreachable_file_is_reported_with_its_result_code() =>
        Assert.Contains("(778)", SqliteFailure.Of(new SqliteException("", 10, 778))!.Message, StringComparison.Ordinal);

    [Fact]
    public void A_foreign_key_that_leads_nowhere_is_a_broken_reference() => Assert.IsType<BrokenReferenceException>(SqliteFailure.Of(new SqliteException("", 19, 787)));

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    public void Other_failures_are_their_callers_own(int code) => Assert.Null(SqliteFailure.Of(new SqliteException("", code)));
}
