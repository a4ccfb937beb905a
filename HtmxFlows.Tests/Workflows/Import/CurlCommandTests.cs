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
    [InlineData("curl --json '{\"a\":1}' https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"json","body":"{\"a\":1}","headers":[{"name":"Accept","value":"application/json"}]}""")]
    [InlineData("curl --json '{' https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"raw","body":"{","headers":[{"name":"Accept","value":"application/json"},{"name":"Content-Type","value":"application/json"}]}""")]
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

    const string Password = "The command contains a password or a token. Store it as a secret of the server, and use {{secrets.NAME}}: everyone who can see the workflow can read it.";

    /// <summary>The expectations are what curl 7.88 sends.</summary>
    [Theory]
    [InlineData("curl http://me:p%40w@a.example/x", """{"method":"get","url":"http://a.example/x","authentication":"basic","user":"me","password":"p@w"}""", Password)]
    [InlineData("curl me:pw@a.example", """{"method":"get","url":"http://a.example","authentication":"basic","user":"me","password":"pw"}""", Password)]
    [InlineData("curl 'https://{{secrets.U}}:{{secrets.P}}@a.example'", """{"method":"get","url":"https://a.example","authentication":"basic","user":"{{secrets.U}}","password":"{{secrets.P}}"}""")]
    [InlineData("curl -u 'you:{{secrets.P}}' https://me:pw@a.example", """{"method":"get","url":"https://a.example","authentication":"basic","user":"you","password":"{{secrets.P}}"}""")]
    [InlineData("curl -u me:pw -H 'Authorization: {{secrets.A}}' https://a.example", """{"method":"get","url":"https://a.example","headers":[{"name":"Authorization","value":"{{secrets.A}}"}]}""")]
    [InlineData("curl https://a.example/?next=me@b.example", """{"method":"get","url":"https://a.example/?next=me@b.example"}""")]
    [InlineData("curl 'a.example/?u=https://b.example'", """{"method":"get","url":"http://a.example/?u=https://b.example"}""")]
    [InlineData("curl -G 'https://a.example/x?y=1#part' -d a=1 --data-urlencode 'b=c d'", """{"method":"get","url":"https://a.example/x?y=1&a=1&b=c%20d#part"}""")]
    [InlineData("curl -G 'https://a.example/#part' -d a=1", """{"method":"get","url":"https://a.example/?a=1#part"}""")]
    [InlineData("curl -G https://a.example --data-urlencode 'q={{prompt}} x'", """{"method":"get","url":"https://a.example?q={{prompt}}%20x"}""")]
    [InlineData("curl --url-query 'a=b c' --url-query +d https://a.example", """{"method":"get","url":"https://a.example?a=b%20c&d"}""")]
    [InlineData("curl --json '{\"a\":1}' -H 'Accept: text/csv' https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"json","body":"{\"a\":1}","headers":[{"name":"Accept","value":"text/csv"}]}""")]
    [InlineData("curl --json '[1' --json ',2]' https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"json","body":"[1,2]","headers":[{"name":"Accept","value":"application/json"}]}""")]
    [InlineData("curl -b a=1 --cookie b=2 https://a.example", """{"method":"get","url":"https://a.example","headers":[{"name":"Cookie","value":"a=1; b=2"}]}""")]
    [InlineData("curl -H 'X-Empty;' https://a.example", """{"method":"get","url":"https://a.example","headers":[{"name":"X-Empty","value":""}]}""")]
    [InlineData("curl -e 'https://b.example;auto' https://a.example", """{"method":"get","url":"https://a.example","headers":[{"name":"Referer","value":"https://b.example"}]}""")]
    [InlineData("curl -d a=%FF https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"raw","body":"a=%FF","headers":[{"name":"Content-Type","value":"application/x-www-form-urlencoded"}]}""")]
    [InlineData("curl -s -- -x.example", """{"method":"get","url":"http://-x.example"}""")]
    [InlineData("curl --no-location --tlsv1.2 -4 https://a.example", """{"method":"get","url":"https://a.example"}""")]
    public void Addresses_queries_and_headers_are_those_that_curl_sends(string command, string data, params string[] problems) =>
        A_command_becomes_the_configuration_of_a_node(command, data, problems);

    [Theory]
    [InlineData("""-F 'a={"x":1};type=application/json'""", """{"name":"a","value":"{\"x\":1}","type":"application/json"}""")]
    [InlineData("""-F 'a="x;y";type=text/csv;filename=f.csv'""", """{"name":"a","value":"x;y","fileName":"f.csv","type":"text/csv"}""")]
    [InlineData("""-F 'a=x;type=text/plain;charset=utf-8'""", """{"name":"a","value":"x","type":"text/plain; charset=utf-8"}""")]
    [InlineData("""-F 'a=x;filename="a;b.txt"'""", """{"name":"a","value":"x","fileName":"a;b.txt"}""")]
    [InlineData("""-F 'a="say \"hi\" \\ "'""", """{"name":"a","value":"say \"hi\" \\ "}""")]
    [InlineData("""-F 'a= x y ;type=text/x'""", """{"name":"a","value":"x y","type":"text/x"}""")]
    [InlineData("""-F 'a="x" y'""", """{"name":"a","value":"\"x\" y"}""")]
    [InlineData("""--form-string 'a=@x;type=y'""", """{"name":"a","value":"@x;type=y"}""")]
    [InlineData("""-F 'a=x;y'""", """{"name":"a","value":"x"}""", "“y” after a semicolon in the form field a was ignored. For a text with semicolons, use --form-string.")]
    [InlineData("""-F 'a=@/tmp/rows.csv;type=text/csv'""", """{"name":"a","value":"","fileName":"rows.csv","type":"text/csv"}""", "The form field a is a file, and files on this machine are never read. Put its content into the value of the field.")]
    [InlineData("""-F 'a=@/tmp/rows.csv;filename=x.csv'""", """{"name":"a","value":"","fileName":"x.csv"}""", "The form field a is a file, and files on this machine are never read. Put its content into the value of the field.")]
    [InlineData("""-F 'a=<notes.txt'""", """{"name":"a","value":""}""", "The form field a is a file, and files on this machine are never read. Put its content into the value of the field.")]
    public void A_form_field_has_its_type_and_file_name(string option, string field, params string[] problems) =>
        A_command_becomes_the_configuration_of_a_node($"curl {option} https://a.example", $$"""{"method":"post","url":"https://a.example","bodyKind":"multipart","form":[{{field}}]}""", problems);

    [Theory]
    [InlineData(@"$'\x41\x42'", "AB")]
    [InlineData(@"$'\x7\x7e'", "\a~")]
    [InlineData(@"$'\101\0601'", "A01")]
    [InlineData(@"$'\xc3\xa9\303\251'", "éé")]
    [InlineData(@"$'\u00e9\u41\U0001F600'", "éA😀")]
    [InlineData(@"$'\ud83d\ude00'", "😀")]
    [InlineData(@"$'\a\b\e\E\f\n\r\t\v'", "\a\b\u001b\u001b\f\n\r\t\v")]
    [InlineData(@"$'\\\'\""\?'", "\\'\"?")]
    [InlineData(@"$'\cA\cz'", "\u0001\u001a")]
    [InlineData(@"$'\q\xg'", "\\q\\xg")]
    [InlineData(@"$'a\0b'c", "ac")]
    [InlineData(@"'a'$'\x41'""b""", "aAb")]
    [InlineData(@"$'😀 é'", "😀 é")]
    public void Escapes_are_those_of_bash(string word, string value)
    {
        var (made, problems) = CurlCommand.Read($"curl https://a.example -H 'Content-Type: text/plain' --data-raw {word}");
        Assert.Equal(value, made!["body"]!.GetValue<string>());
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("Connection: keep-alive")]
    [InlineData("content-length: 7")]
    [InlineData("TE: trailers")]
    [InlineData("Keep-Alive: 300")]
    [InlineData("Expect: 100-continue")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Upgrade: h2c")]
    public void A_header_of_the_connection_is_left_out_and_reported(string header) => AssertProblem(
        $"curl https://a.example -H '{header}'", """{"method":"get","url":"https://a.example"}""", $"The header {header.Split(':')[0]} is set by the connection, so it was left out.");

    [Theory]
    [InlineData("-H 'Accept-Encoding: gzip, deflate, br, zstd'", "The header Accept-Encoding was left out: the node asks for the encodings that it can unpack.")]
    [InlineData("-H ':authority: a.example'", "The header “:authority: a.example” has no name and was ignored.")]
    [InlineData("-H 'bad name: x'", "“bad name” is not a name of a header, so the header was left out.")]
    [InlineData("-H 'Accept:'", "The header Accept has no value, which removes it in curl. The node may send its own.")]
    [InlineData("-H @headers.txt", "“@headers.txt” is a file, and files on this machine are never read. Enter the headers themselves.")]
    [InlineData("--resolve a.example:443:127.0.0.1", "--resolve: This is not supported and is ignored.")]
    [InlineData("--cacert /etc/ca.pem", "--cacert: This is not supported and is ignored.")]
    [InlineData("--digest", "--digest: Only basic authentication, bearer tokens and headers are supported, so this is ignored.")]
    [InlineData("--connect-timeout 5", "--connect-timeout: A node has one time-out for the whole call, so this is ignored. Set the time-out of the node.")]
    [InlineData("--frob x", "The option --frob is unknown and is ignored, with “x” after it.")]
    [InlineData("--frob=x", "The option --frob is unknown and is ignored.")]
    [InlineData("--expand-data {{TOKEN}}", "--expand-data: This is not supported and is ignored.")]
    [InlineData("--next https://b.example", "The text after --next is another request and was ignored. A node sends one request.")]
    [InlineData("2>/dev/null", "The text after > is another command or a file and was ignored.")]
    public void What_a_node_cannot_have_is_left_out_and_reported(string option, string problem) =>
        AssertProblem($"curl https://a.example {option}", """{"method":"get","url":"https://a.example"}""", problem);

    [Theory]
    [InlineData("curl --frob x https://a.example", "The option --frob is unknown and is ignored, with “x” after it.")]
    [InlineData("curl --frob https://a.example", "The option --frob is unknown and is ignored. “https://a.example” after it is read as an address; check whether it is the value of the option.")]
    [InlineData("curl -W x https://a.example", "The option -W is unknown and is ignored, with “x” after it.")]
    [InlineData("curl --max-redirs 5 https://a.example", "--max-redirs: This is not supported and is ignored.")]
    [InlineData("curl --proxy-user me https://a.example", "--proxy-user: Calls go directly to the address, so this is ignored.")]
    public void The_value_of_an_option_never_becomes_the_address_in_silence(string command, string problem) =>
        AssertProblem(command, """{"method":"get","url":"https://a.example"}""", problem);

    [Theory]
    [InlineData("-d @body.txt https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"raw","headers":[{"name":"Content-Type","value":"application/x-www-form-urlencoded"}]}""", "@body.txt")]
    [InlineData("--data-binary @- -H 'Content-Type: application/json' https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"json","headers":[{"name":"Content-Type","value":"application/json"}]}""", "@-")]
    [InlineData("--json @body.json https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"json","headers":[{"name":"Accept","value":"application/json"}]}""", "@body.json")]
    [InlineData("--data-urlencode q@body.txt https://a.example", """{"method":"post","url":"https://a.example","bodyKind":"raw","headers":[{"name":"Content-Type","value":"application/x-www-form-urlencoded"}]}""", "@body.txt")]
    [InlineData("-T /tmp/a.txt https://a.example/x", """{"method":"put","url":"https://a.example/x","bodyKind":"raw"}""", "/tmp/a.txt")]
    [InlineData("-T '/tmp/a b.txt' 'https://a.example/x/?y'", """{"method":"put","url":"https://a.example/x/a%20b.txt?y","bodyKind":"raw"}""", "/tmp/a b.txt")]
    [InlineData("-X POST -T - https://a.example/x/", """{"method":"post","url":"https://a.example/x/","bodyKind":"raw"}""", "-")]
    public void A_file_keeps_the_method_and_is_reported(string options, string data, string file) =>
        AssertProblem($"curl {options}", data, $"“{file}” is a file, and files on this machine are never read. Put its content into the body.");

    [Theory]
    [InlineData("$ curl https://a.example")]
    [InlineData("% curl https://a.example")]
    [InlineData("> curl https://a.example")]
    [InlineData("!curl https://a.example")]
    [InlineData("# curl https://a.example")]
    [InlineData("# curl \\\n  https://a.example")]
    [InlineData("me@host:~/src$ curl https://a.example")]
    [InlineData("C:\\Users\\me> curl https://a.example")]
    [InlineData("PS C:\\Users\\me> curl.exe https://a.example")]
    [InlineData("sudo curl https://a.example")]
    [InlineData("sudo -u www-data curl https://a.example")]
    [InlineData("time env LANG=C curl https://a.example")]
    [InlineData("LANG=C curl https://a.example")]
    [InlineData("curl.exe https://a.example")]
    [InlineData("/usr/bin/curl https://a.example")]
    [InlineData("\"C:\\Windows\\System32\\curl.exe\" https://a.example")]
    [InlineData("# fetch it\n\n# twice\n$ curl https://a.example # done")]
    [InlineData("# how to use curl\ncurl https://a.example\n# the end")]
    [InlineData("https://a.example")]
    public void Prompts_comments_and_programs_before_curl_are_left_out(string command) =>
        A_command_becomes_the_configuration_of_a_node(command, """{"method":"get","url":"https://a.example"}""");

    [Theory]
    [InlineData("cd /tmp && curl https://a.example", "“cd” is another command and was ignored.")]
    [InlineData("TOKEN=x\ncurl https://a.example", "“TOKEN=x” is another command and was ignored.")]
    [InlineData("echo x | curl https://a.example", "“echo” is another command and was ignored.")]
    public void A_command_before_curl_is_reported(string command, string problem) => AssertProblem(command, """{"method":"get","url":"https://a.example"}""", problem);

    [Theory]
    [InlineData("wget https://a.example", "“wget” is not curl, and only curl commands are read. Paste a curl command: curl https://example.com/…")]
    [InlineData("fetch(\"https://a.example\", { \"method\": \"GET\" });", "There is no curl command in the text. Paste a curl command: curl https://example.com/…")]
    [InlineData("Invoke-WebRequest -Uri https://a.example", PowerShell)]
    [InlineData("$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\nInvoke-WebRequest -Uri \"https://a.example\"", PowerShell)]
    [InlineData("curl -Uri https://a.example -Method POST -Body '{}'", PowerShell)]
    [InlineData("curl -method post https://a.example", PowerShell)]
    [InlineData("irm https://a.example", PowerShell)]
    [InlineData("curl.exe https://a.example `\n  -H \"X-A: b\"", PowerShell)]
    public void Another_program_is_refused_in_a_sentence(string command, string problem)
    {
        var (made, told) = CurlCommand.Read(command);
        Assert.Null(made);
        Assert.Equal(problem, told[^1]);
    }

    const string PowerShell = "This is a PowerShell command, which is not read. In the browser's network panel, choose “Copy as cURL (bash)”, and paste that.";

    [Theory]
    [InlineData("curl ^\"https://a.example/?q=1^&r=^%^2F^\" ^\n  -H ^\"X-A: b ^\\^\"c^\\^\"^\"", """{"method":"get","url":"https://a.example/?q=1&r=%2F","headers":[{"name":"X-A","value":"b \"c\""}]}""")]
    [InlineData("curl ^\"https://a.example^\" ^\n  -H ^\"content-type: application/json^\" ^\n  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"it's^\\^\"^}^\"", """{"method":"post","url":"https://a.example","bodyKind":"json","body":"{\"a\":\"it's\"}","headers":[{"name":"content-type","value":"application/json"}]}""")]
    [InlineData("curl \"https://a.example\" ^\r\n  -H \"content-type: text/plain\" ^\r\n  --data-raw \"say \"\"hi\"\" ^ C:\\dir\\\"", """{"method":"post","url":"https://a.example","bodyKind":"raw","body":"say \"hi\" ^ C:\\dir\"","headers":[{"name":"content-type","value":"text/plain"}]}""", "A quotation mark is not closed; the rest of the text is read as quoted.")]
    [InlineData("curl ^\"https://a.example^\" ^\n  -H ^\"content-type: text/plain^\" ^\n  --data-raw ^\"one^\n\ntwo^\"", """{"method":"post","url":"https://a.example","bodyKind":"raw","body":"one\ntwo","headers":[{"name":"content-type","value":"text/plain"}]}""")]
    [InlineData("curl ^\"https://a.example/%TOKEN%^\"", """{"method":"get","url":"https://a.example/%TOKEN%"}""", "The command prompt would replace %TOKEN%; here it stays unchanged. Use an expression, e.g. {{prompt}} or {{secrets.NAME}}.")]
    [InlineData("curl ^\"https://a.example^\" & del x", """{"method":"get","url":"https://a.example"}""", "The text after & is another command or a file and was ignored.")]
    public void A_command_for_the_Windows_prompt_is_read_as_Windows_does(string command, string data, params string[] problems) =>
        A_command_becomes_the_configuration_of_a_node(command, data, problems);

    [Fact]
    public void An_address_that_curl_reads_as_several_is_reported() => AssertProblem("curl 'https://a.example/{x,y}'", """{"method":"get","url":"https://a.example/{x,y}"}""",
        "curl reads the brackets in the address as several addresses. A node calls one address; correct the URL.");

    static void AssertProblem(string command, string data, string problem)
    {
        var (made, told) = CurlCommand.Read(command);
        Assert.Equal(data, Json.From(made).GetRawText());
        Assert.Equal([problem], told);
    }

    [Theory]
    [InlineData("curl https://a.example --frobnicate", "The option --frobnicate is unknown and is ignored.")]
    [InlineData("curl https://a.example -Z", "--parallel: This is not supported and is ignored.")]
    [InlineData("curl https://a.example -H", "The option --header has no value and is ignored.")]
    [InlineData("curl https://a.example -H bad", "The header “bad” has no colon and was ignored.")]
    [InlineData("curl https://a.example -d @/etc/passwd", "“@/etc/passwd” is a file, and files on this machine are never read. Put its content into the body.")]
    [InlineData("curl https://a.example -F f=@/etc/passwd", "The form field f is a file, and files on this machine are never read. Put its content into the value of the field.")]
    [InlineData("curl https://a.example -T /etc/passwd", "“/etc/passwd” is a file, and files on this machine are never read. Put its content into the body.")]
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
    public void Ignored_options_are_reported(string command, string problem)
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
        var piece = Gen.Elements("curl", " ", "'", "\"", "\\", "\n", "$'", "-d", "-X", "-H", "-F", "-T", "--json", "\\x", "\\0", "^", "^\"", "#", "%", ";type=", "@h", "sudo ", "PS C:>", "--", "-", "=", "@", "a", "https://a.example", "`", "$", "|", "{{", "😀", "\ud800", "\0");
        Prop.ForAll(Arb.From(Gen.ListOf(piece)), pieces =>
        {
            var (_, told) = CurlCommand.Read(string.Concat(pieces));
            Assert.All(told, sentence => Assert.NotEmpty(sentence));
        }).QuickCheckThrowOnFailure();
    }
}
