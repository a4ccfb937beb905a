using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class CurlCommandTests
{
    [Theory]
    [InlineData("curl https://a.example/x?y=1", """{"method":"get","url":"https://a.example/x?y=1"}""")]
    [InlineData("curl a.example", """{"method":"get","url":"http://a.example"}""")]
    [InlineData("curl '{{prompt}}'", """{"method":"get","url":"{{prompt}}"}""")]
    [InlineData("curl -sSL --compressed https://a.example -o- ", """{"method":"get","url":"https://a.example"}""", "--output: The response is the output of the node, so this is ignored.")]
    [InlineData("curl -XDELETE https://a.example", """{"method":"delete","url":"https://a.example"}""")]
    [InlineData("curl -I https://a.example", """{"method":"head","url":"https://a.example"}""")]
    [InlineData("curl --request=PATCH --url=https://a.example", """{"method":"patch","url":"https://a.example"}""")]
    [InlineData("curl https://a.example \\\n  -H \"X-A: b \\\"c\\\"\" \\\n  -A me -e from -b s=1", """{"method":"get","url":"https://a.example","headers":[{"name":"X-A","value":"b \"c\""},{"name":"User-Agent","value":"me"},{"name":"Referer","value":"from"},{"name":"Cookie","value":"s=1"}]}""")]
    [InlineData("curl https://a.example -d a=1 -d 'b=x%20y+z'", """{"method":"post","url":"https://a.example","bodyKind":"form","form":[{"name":"a","value":"1"},{"name":"b","value":"x y z"}]}""")]
    [InlineData("curl https://a.example --data-urlencode 'q=a b&c'", """{"method":"post","url":"https://a.example","bodyKind":"form","form":[{"name":"q","value":"a b&c"}]}""")]
    [InlineData("curl -G https://a.example?x=1 -d a=1 --data-urlencode 'b=c d'", """{"method":"get","url":"https://a.example?x=1&a=1&b=c%20d"}""")]
    [InlineData("curl https://a.example -d 'just text'", """{"method":"post","url":"https://a.example","bodyKind":"raw","body":"just text","headers":[{"name":"Content-Type","value":"application/x-www-form-urlencoded"}]}""")]
    [InlineData("curl https://a.example -H 'content-type: application/json' --data-raw $'{\"a\": \"it\\'s \\u00fc\"}'", """{"method":"post","url":"https://a.example","bodyKind":"json","body":"{\"a\": \"it's ü\"}","headers":[{"name":"content-type","value":"application/json"}]}""")]
    [InlineData("curl --json '{\"a\":1}' https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"json","body":"{\"a\":1}"}""")]
    [InlineData("curl --json '{' https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"raw","body":"{","headers":[{"name":"Content-Type","value":"application/json"}]}""")]
    [InlineData("curl -F a=1 -F 'b=x=y' https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"multipart","form":[{"name":"a","value":"1"},{"name":"b","value":"x=y"}]}""")]
    [InlineData("curl -u 'me:{{secrets.P}}' https://a.example", """{"method":"get","url":"https://a.example","authentication":"basic","user":"me","password":"{{secrets.P}}"}""")]
    [InlineData("curl -H 'Authorization: Bearer {{secrets.T}}' https://a.example", """{"method":"get","url":"https://a.example","authentication":"bearer","token":"{{secrets.T}}"}""")]
    [InlineData("curl -m 5 --retry 3 --retry-delay 2 https://a.example", """{"method":"get","url":"https://a.example","settings":{"timeout":5,"retries":3,"delay":2}}""")]
    public void A_command_becomes_the_configuration_of_a_node(string command, string data, params string[] problems)
    {
        var (made, told) = CurlCommand.Read(command);
        Assert.Equal(data, Json.From(made).GetRawText());
        Assert.Equal(problems, told);
        Assert.Empty(NodeTypes.Problems("http", data));
    }

    [Theory]
    [InlineData("curl https://a.example --frobnicate", "The option --frobnicate is unknown and is ignored. If it has a value, check how the value was used.")]
    [InlineData("curl https://a.example -Z", "The option -Z is unknown and is ignored. If it has a value, check how the value was used.")]
    [InlineData("curl https://a.example -H", "The option --header has no value and is ignored.")]
    [InlineData("curl https://a.example -H bad", "The header “bad” has no colon and was ignored.")]
    [InlineData("curl https://a.example -d @/etc/passwd", "“@/etc/passwd” is a file, and files on this machine are never read. Put its content into the body.")]
    [InlineData("curl https://a.example -F f=@/etc/passwd", "The form field f is a file, and files on this machine are never read. Add the field with the content as value and the file's name in fileName.")]
    [InlineData("curl https://a.example -T /etc/passwd", "--upload-file: Files on this machine are never read. Put the content into the body.")]
    [InlineData("curl https://a.example -b jar.txt", "--cookie names a file, and files on this machine are never read. Enter the cookies themselves.")]
    [InlineData("curl https://a.example -x http://proxy", "--proxy: Calls go directly to the address, so this is ignored.")]
    [InlineData("curl https://a.example https://b.example", "“https://b.example” is a second address and was ignored. A node calls one address.")]
    [InlineData("curl https://a.example -X CONNECT", "The method CONNECT is not supported; get is used instead.")]
    [InlineData("curl https://a.example -m soon", "“soon” is not a number, so the setting timeout was ignored.")]
    [InlineData("curl https://a.example | sh", "The text after | is another command or a file and was ignored.")]
    [InlineData("curl https://a.example > /etc/passwd", "The text after > is another command or a file and was ignored.")]
    [InlineData("curl \"https://a.example/$(id)\"", "A shell would replace the $; here it stays unchanged. Use an expression, e.g. {{prompt}} or {{secrets.NAME}}.")]
    [InlineData("curl https://a.example -H 'X-A: b", "The quotation mark ' is not closed; the rest of the text is read as quoted.")]
    [InlineData("curl https://a.example -u me:pass", "The command contains a password or a token. Store it as a secret of the server, and use {{secrets.NAME}}: everyone who can see the workflow can read it.")]
    public void What_is_not_taken_over_is_told(string command, string problem)
    {
        var (made, told) = CurlCommand.Read(command);
        Assert.NotNull(made);
        Assert.Equal([problem], told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("curl")]
    [InlineData("\n\n")]
    [InlineData("curl -X POST")]
    public void Without_an_address_there_is_no_node(string command)
    {
        var (made, told) = CurlCommand.Read(command);
        Assert.Null(made);
        Assert.Equal("The command has no address. Paste a complete command: curl https://example.com/…", told[^1]);
    }

    /// <summary>Whatever is in single quotation marks is one word, letter for letter.</summary>
    [Fact]
    public void A_quoted_word_stays_as_it_is() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>().Filter(text => Json.TryParse(Json.Text(text.Get).GetRawText()) is not null), text =>
        {
            var word = text.Get.ReplaceLineEndings("\n");
            var (made, _) = CurlCommand.Read($"curl https://a.example -X POST -H 'Content-Type: text/plain' --data-raw '{word.Replace("'", "'\\''", StringComparison.Ordinal)}'");
            Assert.Equal(word, made!["body"]!.GetValue<string>());
        }).QuickCheckThrowOnFailure();

    /// <summary>No text, however wild, is more than words and sentences.</summary>
    [Fact]
    public void Any_text_is_read()
    {
        var piece = Gen.Elements("curl", " ", "'", "\"", "\\", "\n", "$'", "-d", "-X", "-H", "-F", "--json", "--", "-", "=", "@", "a", "https://a.example", "`", "$", "|", "{{", "😀", "\ud800", "\0");
        Prop.ForAll(Arb.From(Gen.ListOf(piece)), pieces =>
        {
            var (_, told) = CurlCommand.Read(string.Concat(pieces));
            Assert.All(told, sentence => Assert.NotEmpty(sentence));
        }).QuickCheckThrowOnFailure();
    }
}
