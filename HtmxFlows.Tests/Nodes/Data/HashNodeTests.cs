using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class HashNodeTests
{
    // The digests are those of FIPS 180 and RFC 1321, the signature is that of RFC 4231 (case 2), base64 that of RFC 4648.
    [Theory]
    [InlineData("""{"operation": "digest"}""", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("""{"operation": "digest", "algorithm": "sha1"}""", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("""{"operation": "digest", "algorithm": "md5"}""", "abc", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("""{"operation": "digest", "algorithm": "sha384", "encoding": "base64"}""", "abc", "ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn")]
    [InlineData("""{"operation": "digest", "algorithm": "sha512", "encoding": "base64-url"}""", "abc", "3a81oZNherrMQXNJriBBMRLm-k6JqX6iCp7u5ktV05ohkpkqJ0_BqDa6PCOj_uu9RU1EI2Q86A4qmslPpUyknw")]
    [InlineData("""{"operation": "hmac", "key": "Jefe"}""", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData("""{"operation": "encode", "encoding": "base64"}""", "foob", "Zm9vYg==")]
    [InlineData("""{"operation": "encode", "encoding": "base64-url"}""", "foob??>", "Zm9vYj8_Pg")]
    [InlineData("""{"operation": "encode"}""", "é", "c3a9")]
    [InlineData("""{"operation": "encode", "encoding": "url"}""", "a b&c/é", "a%20b%26c%2F%C3%A9")]
    [InlineData("""{"operation": "decode", "encoding": "base64"}""", "Zm9v\nYg==", "foob")]
    [InlineData("""{"operation": "decode", "encoding": "base64-url"}""", "Zm9vYj8_Pg", "foob??>")]
    [InlineData("""{"operation": "decode"}""", "C3a9", "é")]
    [InlineData("""{"operation": "decode", "encoding": "url"}""", "a%20b+%C3%A9", "a b+é")]
    public async Task It_makes_what_the_standards_say(string data, string input, string text) =>
        Assert.Equal(Json.Text(text).GetRawText(), await NodeTypes.Output("hash", data, Json.From(new { input }).GetRawText()));

    [Theory]
    [InlineData("hex")]
    [InlineData("base64")]
    [InlineData("base64-url")]
    [InlineData("url")]
    public async Task A_secret_is_neither_encoded_nor_decoded(string encoding)
    {
        Assert.Equal("The value contains a secret, which cannot be encoded: outputs are stored. Use {{secrets.NAME}} in the field of the node that sends it.",
            await NodeTypes.FailureWithSecret("hash", $$$"""{"operation": "encode", "value": "user:{{secrets.KEY}}", "encoding": "{{{encoding}}}"}""", "swordfish-4711"));
        Assert.Equal("The value contains a secret, which cannot be decoded: outputs are stored. Use {{secrets.NAME}} in the field of the node that sends it.",
            await NodeTypes.FailureWithSecret("hash", $$$"""{"operation": "decode", "value": "{{secrets.KEY}}", "encoding": "{{{encoding}}}"}""", "c3dvcmRmaXNo"));
    }

    [Theory]
    [InlineData("""{"operation": "digest", "value": "{{secrets.KEY}}"}""")]
    [InlineData("""{"operation": "hmac", "value": "x", "key": "{{secrets.KEY}}", "encoding": "base64"}""")]
    [InlineData("""{"operation": "encode", "value": "no secret", "encoding": "base64"}""")]
    public async Task A_secret_is_hashed_and_is_a_key(string data)
    {
        var node = NodeTypes.Catalogue.Find("hash")!;
        var context = NodeTypes.Context() with { Secrets = new([new("KEY", "swordfish-4711")]) };
        var output = Assert.IsType<NodeOutcome.Completed>(await node.Execute(node.Read(Json.Parse(data)).Configuration!, context, TestContext.Current.CancellationToken)).Output;
        Assert.Equal(output.GetRawText(), context.Secrets.Mask.Mask(output).GetRawText());
    }

    [Fact]
    public async Task What_is_no_text_is_taken_as_its_JSON() =>
        Assert.Equal("\"eyJhIjoxZTQwMH0=\"", await NodeTypes.Output("hash", """{"operation": "encode", "encoding": "base64", "value": "{{input.x}}"}""", """{"input": {"x": {"a":1e400}}}"""));

    [Theory]
    [InlineData("hex", "abc", "the text “abc” is not hexadecimal. Use another encoding, or another value.")]
    [InlineData("base64", "a-_", "the text “a-_” is not base64. Use another encoding, or another value.")]
    [InlineData("base64-url", "a+/", "the text “a+/” is not base64 for addresses. Use another encoding, or another value.")]
    [InlineData("hex", "ff", "The decoded bytes are not UTF-8 text, and a value cannot hold other bytes.")]
    public async Task A_text_that_cannot_be_decoded_is_reported(string encoding, string input, string message) =>
        Assert.Equal(message, await NodeTypes.Failure("hash", $$"""{"operation": "decode", "encoding": "{{encoding}}"}""", Json.From(new { input }).GetRawText()));

    [Fact]
    public async Task An_empty_key_signs_nothing() =>
        Assert.StartsWith("The key is empty", await NodeTypes.Failure("hash", """{"operation": "hmac", "key": "{{input}}"}""", """{"input": ""}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "operation: Operation is required.")]
    [InlineData("""{"operation": "hmac"}""", "key: Key is required.")]
    [InlineData("""{"operation": "digest", "encoding": "url"}""", "encoding: Url encoding is for text, and a digest is bytes. Use hex, base64 or base64-url.")]
    [InlineData("""{"operation": "digest", "algorithm": "crc"}""", "algorithm: Algorithm must be one of sha256, sha384, sha512, sha1, md5.")]
    public void An_invalid_configuration_of_hash_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("hash", data));

    [Fact]
    public void What_was_encoded_is_decoded_as_it_was() => Prop.ForAll(
        Arb.From(Gen.Zip(Gen.Elements("hex", "base64", "base64-url", "url"), Gen.ArrayOf(Gen.Choose(1, 0xd7ff)).Select(letters => string.Concat(letters.Select(letter => (char)letter))))),
        sample =>
        {
            var encoded = NodeTypes.Output("hash", $$"""{"operation": "encode", "encoding": "{{sample.Item1}}"}""", Json.From(new { input = sample.Item2 }).GetRawText()).GetAwaiter().GetResult();
            Assert.Equal(Json.Text(sample.Item2).GetRawText(), NodeTypes.Output("hash", $$"""{"operation": "decode", "encoding": "{{sample.Item1}}"}""", $$"""{"input": {{encoded}}}""").GetAwaiter().GetResult());
        }).QuickCheckThrowOnFailure();
}
