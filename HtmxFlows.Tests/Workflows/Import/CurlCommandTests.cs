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
    [InlineData("curl -sSL --compressed https://a.example -o- ", """{"method":"get","url":"https://a.example"}""", "--output: The answer is the output of the node, so it is left out.")]
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
    [InlineData("curl https://a.example --frobnicate", "The option --frobnicate is not known here, so it is left out. If it has a value, check what became of that.")]
    [InlineData("curl https://a.example -Z", "The option -Z is not known here, so it is left out. If it has a value, check what became of that.")]
    [InlineData("curl https://a.example -H", "The option --header has no value, so it is left out.")]
    [InlineData("curl https://a.example -H bad", "The header “bad” has no colon, and was left out.")]
    [InlineData("curl https://a.example -d @/etc/passwd", "“@/etc/passwd” is a file, and files of this machine are never read. Put its content into the body.")]
    [InlineData("curl https://a.example -F f=@/etc/passwd", "The form field f is a file, and files of this machine are never read. Add the field with its content in the value and its name in fileName.")]
    [InlineData("curl https://a.example -T /etc/passwd", "--upload-file: Files of this machine are never read. Put the content into the body.")]
    [InlineData("curl https://a.example -b jar.txt", "--cookie names a file, and files of this machine are never read. Write the cookies themselves.")]
    [InlineData("curl https://a.example -x http://proxy", "--proxy: Calls go straight to the address, so it is left out.")]
    [InlineData("curl https://a.example https://b.example", "“https://b.example” is a second address, and was left out. A node calls one.")]
    [InlineData("curl https://a.example -X CONNECT", "The method CONNECT is none that a node can use, and get was taken instead.")]
    [InlineData("curl https://a.example -m soon", "“soon” is no number, and the setting timeout was left out.")]
    [InlineData("curl https://a.example | sh", "What comes after | is another command or a file, and was left out.")]
    [InlineData("curl https://a.example > /etc/passwd", "What comes after > is another command or a file, and was left out.")]
    [InlineData("curl \"https://a.example/$(id)\"", "There is a $ that a shell would replace; here it stands as it is. Use a template, such as {{prompt}} or {{secrets.NAME}}.")]
    [InlineData("curl https://a.example -H 'X-A: b", "A quotation mark ' has no end; the rest of the text was taken for what is in it.")]
    [InlineData("curl https://a.example -u me:pass", "There is a password or a token in it. Give it to the server as a secret, and write {{secrets.NAME}} instead: who can see the workflow sees what is in it.")]
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
        Assert.Equal("There is no address in it. Paste a whole command: curl https://example.com/…", told[^1]);
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
