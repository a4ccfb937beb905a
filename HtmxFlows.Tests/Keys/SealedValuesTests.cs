using System.Text;
using HtmxFlows.Keys;

namespace HtmxFlows.Tests.Keys;

public sealed class SealedValuesTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly KeyProcess process;

    public SealedValuesTests() => process = new(folder.Path);

    public void Dispose()
    {
        process.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_value_is_stored_unreadably_and_opened_again()
    {
        var id = await process.Put("open sesame, whatever you are");

        Assert.Equal("open sesame, whatever you are", process.Open(id));
        var stored = process.Stored(id);
        Assert.Equal("A256GCM", stored.Algorithm);
        Assert.DoesNotContain("sesame", Encoding.Latin1.GetString(Convert.FromBase64String(stored.Content)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_values_are_never_stored_equal()
    {
        var (first, second) = (process.Stored(await process.Put("same")), process.Stored(await process.Put("same")));

        Assert.NotEqual(first.Content, second.Content);
        Assert.NotEqual(first.WrappedKey, second.WrappedKey);
    }

    [Fact]
    public async Task A_new_version_takes_the_place_of_the_old_one()
    {
        var id = await process.Put("first");
        await Store(process.Values.Seal(id, "test", 2, "second"u8));

        Assert.Equal("second", process.Open(id));
        await process.Database.Write(writer =>
        {
            SealedValues.Remove(writer, id);
            return true;
        });
        Assert.Null(process.Values.Open(id));
    }

    [Fact]
    public async Task A_value_that_stands_in_the_place_of_another_is_refused()
    {
        var stored = process.Stored(await process.Put("open sesame"));
        foreach (var moved in new[] { stored with { Id = Guid.NewGuid() }, stored with { Kind = "other" }, stored with { Version = 2 } })
            Assert.Contains("was changed outside this program", Refusal(moved), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_bit_is_refused_wherever_it_is()
    {
        var stored = process.Stored(await process.Put("open sesame"));
        for (var at = 0; at < Convert.FromBase64String(stored.Content).Length; at++)
            Assert.Contains("was changed outside this program", Refusal(stored with { Content = Flipped(stored.Content, at) }), StringComparison.Ordinal);
        for (var at = 0; at < Convert.FromBase64String(stored.WrappedKey).Length; at++)
            Assert.Contains("was changed outside this program", Refusal(stored with { WrappedKey = Flipped(stored.WrappedKey, at) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64")]
    public async Task A_value_that_was_cut_off_is_refused(string content)
    {
        var stored = process.Stored(await process.Put("open sesame"));

        Assert.Contains("was changed outside this program", Refusal(stored with { Content = content }), StringComparison.Ordinal);
        Assert.Contains("was changed outside this program", Refusal(stored with { WrappedKey = content }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_algorithm_and_an_unknown_key_are_named()
    {
        var stored = process.Stored(await process.Put("open sesame"));

        Assert.Contains("is sealed with B512, which this program does not know", Refusal(stored with { Algorithm = "B512" }), StringComparison.Ordinal);
        Assert.Contains("needs the server key 0123, which is not in", Refusal(stored with { KeyId = "0123" }), StringComparison.Ordinal);
    }

    string Refusal(SealedValue value)
    {
        var error = Assert.Throws<SealedValueException>(() => process.Values.Open(value));
        Assert.DoesNotContain("sesame", error.Message, StringComparison.Ordinal);
        return error.Message;
    }

    Task<bool> Store(SealedValue value) => process.Database.Write(writer =>
    {
        SealedValues.Put(writer, value);
        return true;
    });

    static string Flipped(string text, int at)
    {
        var bytes = Convert.FromBase64String(text);
        bytes[at] ^= 1;
        return Convert.ToBase64String(bytes);
    }
}
