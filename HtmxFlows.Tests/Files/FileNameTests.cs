using HtmxFlows.Files;

namespace HtmxFlows.Tests.Files;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\temp\a.txt", "a.txt")]
    [InlineData("folder/", "folder")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData(" . ", "file")]
    [InlineData("a\u0000b\r\n.txt", "ab.txt")]
    [InlineData("gpj\u202Eexe.txt", "gpjexe.txt")]
    [InlineData("a\u200Bb", "ab")]
    [InlineData("\uD800.txt", "txt")]
    [InlineData("what: \"this\"?.txt", "what_ _this__.txt")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("console.txt", "console.txt")]
    [InlineData(".htaccess", "htaccess")]
    [InlineData("Übersicht 日本.csv", "Übersicht 日本.csv")]
    public void A_name_is_made_safe(string? path, string name) => Assert.Equal(name, FileName.Safe(path));

    [Fact]
    public void A_long_name_is_shortened_and_keeps_its_extension()
    {
        var name = FileName.Safe($"{new string('x', 500)}.xlsx");
        Assert.Equal((FileName.Longest, true), (name.Length, name.EndsWith("x.xlsx", StringComparison.Ordinal)));
    }
}
