using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

public sealed class FileNodeTests : FlowTests
{
    [Theory]
    [InlineData("UTF-8", "héllo €", "68C3A96C6C6F20E282AC")]
    [InlineData("Windows-1252", "héllo €", "68E96C6C6F2080")]
    [InlineData("UTF-16", "h€", "FFFE6800AC20")]
    [InlineData("", "", "")]
    public async Task Text_is_written_in_an_encoding_and_read_back_by_its_type(string encoding, string text, string bytes)
    {
        var end = await Engine.Run($$$$"""
            w file {"operation": "write", "value": "{{prompt}}", "encoding": "{{{{encoding}}}}"}
            r file {"operation": "read", "value": "{{w}}"}
            b file {"operation": "to-base64", "value": "{{w}}"}
            w -> r
            w -> b
            """, text);
        Assert.Equal(RunStatus.Completed, end.Status);
        Assert.Equal(text, end.Node("r").Output!.Value.GetString());
        Assert.Equal(bytes, Convert.ToHexString(Convert.FromBase64String(end.Node("b").Output!.Value.GetString()!)));
    }

    [Fact]
    public async Task UTF_8_gets_a_byte_order_mark_if_that_is_set() =>
        Assert.Equal("\"77u/YQ==\"", await Result("""
            w file {"operation": "write", "value": "a", "byteOrderMark": true}
            b file {"operation": "to-base64"}
            w -> b
            """));

    [Theory]
    [InlineData("""{"operation": "write", "value": "{{prompt}}"}""", "file.txt", "text/plain; charset=utf-8", 1)]
    [InlineData("""{"operation": "write", "value": "{{run.version}}", "fileName": "n.json"}""", "n.json", "application/json; charset=utf-8", 1)]
    [InlineData("""{"operation": "write", "value": "a,b", "type": "text/csv", "fileName": "x/{{prompt}}.csv"}""", "p.csv", "text/csv; charset=utf-8", 3)]
    [InlineData("""{"operation": "from-base64", "value": "R0lGODlhAQABAAAAACw="}""", "file", "image/gif", 14)]
    [InlineData("""{"operation": "from-base64", "value": "eA==", "type": "application/pdf"}""", "file", "application/pdf", 1)]
    public async Task A_file_has_a_name_and_a_type(string configuration, string name, string type, long size)
    {
        var file = FileValue.Of((await Engine.Run($"w file {configuration}", "p")).Result!.Value)!;
        Assert.Equal((name, type, size), (file.Name, file.Type, file.Size));
    }

    [Theory]
    [InlineData("sha256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")]
    [InlineData("md5", "5d41402abc4b2a76b9719d911017c592")]
    public async Task A_file_is_hashed(string algorithm, string digest) =>
        Assert.Equal($"\"{digest}\"", await Result($$"""
            w file {"operation": "write", "value": "hello"}
            h file {"operation": "hash", "algorithm": "{{algorithm}}"}
            w -> h
            """));

    [Theory]
    [InlineData("""{"operation": "read", "value": "x"}""", "The value is the text “x”; a file is required.")]
    [InlineData("""{"operation": "from-base64", "value": "!"}""", "The value must be base64, but it is the text “!”.")]
    [InlineData("""{"operation": "from-base64"}""", "The value must be base64, but it is null.")]
    [InlineData("""{"operation": "write", "value": "a €", "encoding": "ISO-8859-2"}""", "The text has “€” at character 3, which iso-8859-2 does not have.")]
    [InlineData("""{"operation": "write", "value": "😀", "encoding": "Windows-1252"}""", "The text has “😀” at character 1, which windows-1252 does not have.")]
    public async Task What_cannot_be_done_is_a_sentence(string configuration, string message) =>
        Assert.StartsWith(message, await Failure($"f file {configuration}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"operation": "read", "encoding": "klingon"}""", "encoding: “klingon” is not a known encoding.")]
    [InlineData("""{"operation": "write", "type": "csv"}""", "type: “csv” is not a media type.")]
    public void A_wrong_encoding_or_type_is_a_problem(string configuration, string problem) =>
        Assert.StartsWith(problem, Assert.Single(NodeTypes.Problems("file", configuration)), StringComparison.Ordinal);

    [Theory]
    [InlineData("csv", """{"operation": "parse", "delimiter": ";"}""", "Name;X\nMüller;1\n", "Windows-1252", """[{"Name":"Müller","X":"1"}]""")]
    [InlineData("json", """{"operation": "parse"}""", """{"a": 1.10}""", "UTF-16", """{"a":1.10}""")]
    [InlineData("xml", """{"operation": "parse"}""", "<?xml version='1.0' encoding='windows-1251'?><a>Привет</a>", "windows-1251", """{"a":"Привет"}""")]
    [InlineData("xml", """{"operation": "extract", "fields": [{"name": "a", "path": "/a"}]}""", "<a>ü</a>", "UTF-8", """{"a":"ü"}""")]
    [InlineData("html", """{"operation": "text"}""", "<p>Região</p>", "ISO-8859-1", "\"Região\"")]
    public async Task A_node_that_reads_text_reads_a_file(string type, string configuration, string text, string encoding, string result) =>
        Assert.Equal(result, await Result($$$$"""
            w file {"operation": "write", "value": "{{prompt}}", "encoding": "{{{{encoding}}}}"}
            n {{{{type}}}} {{{{configuration}}}}
            w -> n
            """, text));

    [Theory]
    [InlineData("csv", """{"operation": "parse", "encoding": "Windows-1252"}""", "QQrp", """[{"A":"é"}]""")]
    [InlineData("html", """{"operation": "text"}""", "PG1ldGEgY2hhcnNldD1pc28tODg1OS0xPjxwPuk=", "\"é\"")]
    [InlineData("json", """{"operation": "parse"}""", "77u/WzFd", "[1]")]
    public async Task The_encoding_of_a_file_without_one_is_that_of_the_setting_or_of_the_document(string type, string configuration, string base64, string result) =>
        Assert.Equal(result, await Result($$"""
            w file {"operation": "from-base64", "value": "{{base64}}", "type": "{{(type == "html" ? "text/html" : "application/octet-stream")}}"}
            n {{type}} {{configuration}}
            w -> n
            """));

    [Fact]
    public async Task A_file_beyond_the_limit_of_a_node_is_not_read()
    {
        await using var engine = Engine.Start(nodeLimits: new() { ReadBytes = 1024 });
        var end = await engine.Run($$$"""
            w file {"operation": "from-base64", "value": "{{{Convert.ToBase64String(new byte[1025])}}}"}
            n csv {"operation": "parse"}
            w -> n
            """);
        Assert.Equal("The file “file” has 1,025 bytes; this node reads at most 1,024. Use a smaller file, or raise the setting HtmxFlows:Nodes:ReadBytes.", end.Error);
    }

    [Fact]
    public async Task A_secret_is_not_kept_in_a_file()
    {
        Engine.Credentials.Replace([new("KEY", "very-secret")]);
        var end = await Engine.Run("""
            w file {"operation": "write", "value": "a {{secrets.KEY}} b", "fileName": "{{secrets.KEY}}"}
            r file {"operation": "read", "value": "{{w}}"}
            w -> r
            """);
        Assert.Equal(("a •••KEY••• b", "•••KEY•••"), (end.Result!.Value.GetString(), FileValue.Of(end.Node("w").Output!.Value)!.Name));
        Assert.Contains("cannot be decoded", await Failure($$$"""w file {"operation": "from-base64", "value": "{{secrets.KEY}}"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_run_there_are_no_files() =>
        Assert.Equal("Files are available in runs only. Start a run of the workflow.", await NodeTypes.Failure("file", """{"operation": "write", "value": "x"}"""));
}
