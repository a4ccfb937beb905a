using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

public sealed class SpreadsheetNodeTests : FlowTests
{
    /// <summary>Styles: 1 a date, 2 a time, 3 both, 4 hours beyond a day, 5 money, 6 a format of its own with a date.</summary>
    const string Styles =
        """
        <styleSheet><numFmts><numFmt numFmtId="200" formatCode="[$-409]d\ &quot;days&quot;\ mmm\ yyyy;@"/><numFmt numFmtId="201" formatCode="[$€-2]\ #,##0.00;[Red]\-[$€-2]\ #,##0.00"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="21"/><xf numFmtId="22"/><xf numFmtId="46"/><xf numFmtId="201"/><xf numFmtId="200"/></cellXfs></styleSheet>
        """;

    [Theory]
    [InlineData("<c><v>42</v></c>", "42")]
    [InlineData("<c><v>1.5</v></c>", "1.5")]
    [InlineData("<c><v>1.1000000000000001</v></c>", "1.1")]
    [InlineData("<c><v>0.30000000000000004</v></c>", "0.30000000000000004")]
    [InlineData("<c><v>123456789012345678</v></c>", "123456789012345678")]
    [InlineData("<c><v>1E-3</v></c>", "1E-3")]
    [InlineData("<c><v>.5</v></c>", "0.5")]
    [InlineData("<c s='5'><v>9.9</v></c>", "9.9")]
    [InlineData("<c t='b'><v>1</v></c>", "true")]
    [InlineData("<c t='b'><v>0</v></c>", "false")]
    [InlineData("<c t='s'><v>0</v></c>", "\"shared\"")]
    [InlineData("<c t='s'><v>1</v></c>", "\" rich text \"")]
    [InlineData("<c t='inlineStr'><is><t>007</t></is></c>", "\"007\"")]
    [InlineData("<c t='str'><f>A1&amp;B1</f><v>joined</v></c>", "\"joined\"")]
    [InlineData("<c><f>1+1</f><v>2</v></c>", "2")]
    [InlineData("<c t='e'><v>#N/A</v></c>", "\"#N/A\"")]
    [InlineData("<c t='str'><v>a_x0007_b</v></c>", "\"a\\u0007b\"")]
    [InlineData("<c t='d'><v>2030-01-31</v></c>", "\"2030-01-31\"")]
    [InlineData("<c s='1'><v>47514</v></c>", "\"2030-01-31\"")]
    [InlineData("<c s='1'><v>47514.5</v></c>", "\"2030-01-31T12:00:00\"")]
    [InlineData("<c s='3'><v>47514</v></c>", "\"2030-01-31T00:00:00\"")]
    [InlineData("<c s='3'><v>47514.395833333336</v></c>", "\"2030-01-31T09:30:00\"")]
    [InlineData("<c s='2'><v>0.39583333333333331</v></c>", "\"09:30:00\"")]
    [InlineData("<c s='4'><v>1.5</v></c>", "\"36:00:00\"")]
    [InlineData("<c s='6'><v>1</v></c>", "\"1900-01-01\"")]
    [InlineData("<c s='6'><v>61</v></c>", "\"1900-03-01\"")]
    [InlineData("<c s='1'><v>-1</v></c>", "-1")]
    [InlineData("<c s='1'><v>99999999</v></c>", "99999999")]
    public void A_cell_has_its_type(string cell, string value) => Assert.Equal(value, Cell(Xlsx($"<row>{cell}</row>")));

    [Fact]
    public void Dates_may_be_counted_from_1904() => Assert.Equal("\"2030-01-31\"", Cell(Xlsx("<row><c s='1'><v>46052</v></c></row>", "<workbookPr date1904='1'/>")));

    [Fact]
    public async Task Rows_have_the_names_of_the_first_row_and_all_fields()
    {
        const string Rows =
            """
            <row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="C1" t="inlineStr"><is><t>name</t></is></c></row>
            <row r="2"/>
            <row r="3"><c r="A3"><v>1</v></c><c r="B3" s="1"/><c r="D3" t="b"><v>1</v></c></row>
            <row r="4"><c r="C4" t="inlineStr"><is><t>Fig</t></is></c></row>
            """;
        Assert.Equal("""[{"id":1,"column 2":null,"name":null,"column 4":true},{"id":null,"column 2":null,"name":"Fig"}]""", await Read(Rows, """{"operation": "read"}"""));
        Assert.Equal("""[["id",null,"name"],[1,null,null,true],[null,null,"Fig"]]""", await Read(Rows, """{"operation": "read", "header": false}"""));
        Assert.Equal("[[null,null,\"Fig\"]]", await Read(Rows, """{"operation": "read", "header": false, "skipRows": 2}"""));
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("second & last", "2")]
    [InlineData("2", "2")]
    public async Task A_sheet_is_chosen_by_name_or_number(string sheet, string value) =>
        Assert.Equal($"[[{value}]]", await Do(TwoSheets, $$"""{"operation": "read", "header": false, "sheet": "{{sheet}}"}"""));

    [Fact]
    public async Task The_sheets_are_listed()
    {
        Assert.Equal("""["First","Second & last"]""", await Do(TwoSheets, """{"operation": "sheets"}"""));
        Assert.Equal("The file has no sheet “3”. Its sheets are “First”, “Second & last”.", await Fails(TwoSheets, """{"operation": "read", "sheet": "3"}"""));
    }

    [Fact]
    public async Task What_is_written_is_read_alike()
    {
        const string Rows = """[{"id": "007", "n": 1.10, "big": 12345678901234567890, "ok": true, "none": null, "when": "2030-01-31", "at": "2030-01-31T09:30:00", "time": "09:30:00", "text": " a\n<b> \u0007 _x0007_ é 😀", "o": {"a": [1]}}, {"id": "=1+1"}]""";
        Assert.Equal(
            """[{"id":"007","n":1.10,"big":"12345678901234567890","ok":true,"none":null,"when":"2030-01-31","at":"2030-01-31T09:30:00","time":"09:30:00","text":" a\n<b> \u0007 _x0007_ é 😀","o":"{\"a\": [1]}"},{"id":"=1+1","n":null,"big":null,"ok":null,"none":null,"when":null,"at":null,"time":null,"text":null,"o":null}]""",
            await Result("""
                p json {"operation": "parse", "value": "{{prompt}}"}
                w spreadsheet {"operation": "write", "value": "{{p}}", "dates": ["when", "at", "time"], "sheet": "R&D", "fileName": "t.xlsx"}
                r spreadsheet {"operation": "read", "sheet": "r&d"}
                p -> w -> r
                """, Rows));
    }

    [Fact]
    public async Task Columns_are_chosen_and_lists_are_rows() =>
        Assert.Equal("""[["b","a"],[2,1],["x"]]""", await Result("""
            p json {"operation": "parse", "value": "[{\"a\": 1, \"b\": 2}, [\"x\"]]"}
            w spreadsheet {"operation": "write", "columns": ["b", "a"]}
            r spreadsheet {"operation": "read", "header": false}
            p -> w -> r
            """));

    [Theory]
    [InlineData("<row><c t='s'><v>2</v></c></row>", "The sheet is damaged: “2” leads nowhere.")]
    [InlineData("<row><c r='ZZZZ1'><v>2</v></c></row>", "A row has more than 16,384 columns.")]
    [InlineData("<row><c r='1'><v>2</v></c></row>", "The sheet is damaged: “1” leads nowhere.")]
    [InlineData("<row><c></row>", "The file “t.xlsx” is damaged")]
    [InlineData("<row><c t='inlineStr'><is><t>a</t></is></c><c t='inlineStr'><is><t>a</t></is></c></row><row><c><v>1</v></c></row>", "The column `a` appears twice.")]
    public async Task A_damaged_sheet_is_a_sentence(string rows, string message) =>
        Assert.StartsWith(message, await Fails(Xlsx(rows), """{"operation": "read"}"""), StringComparison.Ordinal);

    [Fact]
    public async Task Entities_are_not_expanded() => Assert.StartsWith("The file “t.xlsx” is damaged",
        await Fails(Zips.Of(("xl/workbook.xml", "<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><workbook>&a;</workbook>")), """{"operation": "sheets"}"""), StringComparison.Ordinal);

    [Fact]
    public async Task A_text_that_unpacks_without_end_is_refused()
    {
        Assert.StartsWith("A cell has more than 100,000 characters", await Fails(Xlsx($"<row><c t='inlineStr'><is><t>{new string('x', 1_000_000)}</t></is></c></row>"), """{"operation": "read"}"""), StringComparison.Ordinal);
        Assert.Contains("the limit of an output", await Fails(Xlsx(string.Concat(Enumerable.Repeat("<row><c t='s'><v>0</v></c></row>", 120_000))), """{"operation": "read"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("D0CF11E0A1B11AE1", "The file is an old .xls file or has a password")]
    [InlineData("3C68746D6C3E", "The file is not a zip archive, or it is cut off")]
    [InlineData("00", "The file is not a zip archive, or it is cut off")]
    public async Task Another_file_is_a_sentence(string bytes, string message) =>
        Assert.StartsWith(message, await Fails(Convert.FromHexString(bytes), """{"operation": "read"}"""), StringComparison.Ordinal);

    [Fact]
    public async Task An_archive_that_is_no_spreadsheet_is_a_sentence() =>
        Assert.StartsWith("The file is not an .xlsx file", await Fails(Zips.Of(("a.txt", "x")), """{"operation": "read"}"""), StringComparison.Ordinal);

    [Fact]
    public void Random_damage_is_a_sentence_or_harmless()
    {
        var bytes = Xlsx("<row><c t='s'><v>0</v></c><c s='1'><v>47514</v></c></row>");
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var error = Record.Exception(() =>
            {
                using var workbook = new XlsxWorkbook(new MemoryStream(damaged));
                return workbook.Rows("", CancellationToken.None).ToArray();
            });
            Assert.True(error is null or NodeException or System.Xml.XmlException, $"{error}");
        }
    }

    [Theory]
    [InlineData("""{"operation": "write", "sheet": "a/b"}""", @"sheet: The name of a sheet has up to 31 characters, and none of [ ] : * ? / \.")]
    [InlineData("""{"operation": "write", "columns": ["a", "a"]}""", "columns[1]: The column `a` is used twice.")]
    public void A_wrong_configuration_is_a_problem(string configuration, string problem) => Assert.Equal([problem], NodeTypes.Problems("spreadsheet", configuration));

    /// <summary>The one cell of the first sheet, as JSON.</summary>
    static string Cell(byte[] file)
    {
        using var workbook = new XlsxWorkbook(new MemoryStream(file));
        return JsonSerializer.Serialize(Assert.Single(Assert.Single(workbook.Rows("", TestContext.Current.CancellationToken).ToArray())).Value, Json.Options);
    }

    static byte[] TwoSheets => Zips.Of(
        ("xl/workbook.xml", """<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="First" r:id="a"/><sheet name="Second &amp; last" r:id="b"/></sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels", """<Relationships><Relationship Id="a" Target="worksheets/one.xml"/><Relationship Id="b" Target="/xl/worksheets/two.xml"/></Relationships>"""),
        ("xl/worksheets/one.xml", "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"),
        ("xl/worksheets/two.xml", "<x:worksheet xmlns:x='y'><x:sheetData><x:row><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>"));

    static byte[] Xlsx(string rows, string properties = "") => Zips.Of(
        ("_rels/.rels", """<Relationships><Relationship Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/workbook.xml", $"""<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{properties}<sheets><sheet name="S" r:id="a"/></sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels", """<Relationships><Relationship Id="a" Target="worksheets/s.xml"/></Relationships>"""),
        ("xl/styles.xml", Styles),
        ("xl/sharedStrings.xml", "<sst><si><t>shared</t></si><si><r><t xml:space='preserve'> rich </t></r><rPh><t>no</t></rPh><r><t xml:space='preserve'>text </t></r></si></sst>"),
        ("xl/worksheets/s.xml", $"<worksheet><sheetData>{rows}</sheetData></worksheet>"));

    Task<string?> Read(string rows, string configuration) => Do(Xlsx(rows), configuration);

    Task<string?> Do(byte[] file, string configuration) => Result(Flow(file, configuration));

    Task<string> Fails(byte[] file, string configuration) => Failure(Flow(file, configuration));

    static string Flow(byte[] file, string configuration) => $"""
        {Zips.File("w", file, "t.xlsx")}
        s spreadsheet {configuration}
        w -> s
        """;
}
