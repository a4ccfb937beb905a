using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Store;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Store;

public abstract class StoreEntriesContract(TestDatabase place) : StoreContract(place)
{
    StoreEntries Entries => new(Database, Time);

    [Fact]
    public async Task An_entry_is_added_only_where_nothing_is()
    {
        Assert.True(await Add("k", "1"));
        Assert.False(await Add("k", "2"));
        Assert.Equal(new StoreEntry { Key = "k", Value = "1", UpdatedAt = Time.GetUtcNow() }, Entries.Find("c", "k"));
        Assert.Null(Entries.Find("other", "k"));
    }

    [Fact]
    public async Task A_put_replaces_what_is_there()
    {
        await Add("k", "1");
        Time.Advance(TimeSpan.FromSeconds(1));
        await Database.Write(writer =>
        {
            StoreEntries.Put(writer, "c", "k", Json.From(2), Actor.System, Time.GetUtcNow());
            return 0;
        });
        Assert.Equal(("2", Time.GetUtcNow()), Entries.Find("c", "k") is { } found ? (found.Value, found.UpdatedAt) : default);
        Assert.Equal("2", Database.Read(connection => StoreEntries.Get(connection, "c", "k"))!.Value.GetRawText());
    }

    [Fact]
    public async Task An_entry_is_replaced_and_deleted_only_as_it_was_seen()
    {
        await Add("k", "1");
        var seen = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await Entries.Replace("c", "k", Json.From(2), seen, Actor.Anonymous));
        Assert.False(await Entries.Replace("c", "k", Json.From(3), seen, Actor.Anonymous));
        Assert.False(await Entries.Delete("c", "k", seen, Actor.Anonymous));
        Assert.Equal("2", Entries.Find("c", "k")!.Value);

        Assert.True(await Entries.Delete("c", "k", Time.GetUtcNow(), Actor.Anonymous));
        Assert.Null(Entries.Find("c", "k"));
    }

    [Fact]
    public async Task A_delete_within_a_change_says_whether_something_was_there()
    {
        await Add("k", "1");
        Assert.Equal((true, false), await Database.Write(writer =>
            (StoreEntries.Delete(writer, "c", "k", Actor.System), StoreEntries.Delete(writer, "c", "k", Actor.System))));
    }

    [Fact]
    public async Task Collections_are_listed_with_their_entries_and_last_change()
    {
        await Add("a", "1");
        Time.Advance(TimeSpan.FromSeconds(1));
        await Add("b", "1");
        await Entries.Add("D_1", "a", Json.From(1), Actor.Anonymous);

        Assert.Equal(new CollectionLine { Name = "c", Entries = 2, UpdatedAt = Time.GetUtcNow() }, Assert.Single(Entries.Collections("C", 0, 9)));
        Assert.Equal(["D_1"], Entries.Collections("_", 0, 9).Select(line => line.Name));
        Assert.Equal(2, Entries.Collections("", 0, 9).Count);
        Assert.Single(Entries.Collections("", 1, 9));
    }

    [Fact]
    public async Task Search_looks_in_keys_and_values_and_cuts_long_values()
    {
        await Add("Alpha", "1");
        await Add("beta", $"\"{new string('x', 300)} ALPHA\"");
        await Add("100%", "2");

        Assert.Equal(["Alpha", "beta"], Entries.Search("c", "alpha", 0, 9).Select(entry => entry.Key));
        Assert.Equal(["100%"], Entries.Search("c", "%", 0, 9).Select(entry => entry.Key));
        Assert.Equal((true, 200), Entries.Search("c", "beta", 0, 9) is [var cut] ? (cut.IsCut, cut.Value.Length) : default);
        Assert.False(Assert.Single(Entries.Search("c", "", 0, 1)).IsCut);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("a\uD7FF", "a\uE000")]
    [InlineData("a\uFFFF", "a\U00010000")]
    [InlineData("a\U0010FFFF", "b")]
    [InlineData("\U0010FFFF", null)]
    [InlineData("", null)]
    public void The_keys_with_a_prefix_end_before_the_next_text_by_code_points(string prefix, string? end) => Assert.Equal(end, StoreEntries.EndOf(prefix));

    [Fact]
    public async Task List_finds_every_key_with_a_prefix_whatever_follows_it()
    {
        string[] keys = ["a\u0001", "az", "a\uD7FF", "a\uE000", "a\uFFFF", "a😀", "a\U0010FFFF\U0010FFFF"];
        foreach (var key in keys.Concat(["A", "b", "`"]))
            await Entries.Add("c", key, Json.From(1), Actor.System);
        Assert.Equal(keys, List(""));
        Assert.Equal(keys[3..], List(keys[2]));
        Assert.Equal(keys, List("A"));
        Assert.Empty(List("b"));

        string[] List(string after) => Database.Read(connection => StoreEntries.List(connection, "c", "a", after, 100).Select(entry => entry.Key).ToArray());
    }

    Task<bool> Add(string key, string value) => Entries.Add("c", key, Json.Parse(value), Actor.Anonymous);
}
