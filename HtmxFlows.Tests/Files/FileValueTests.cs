using HtmxFlows.Data;
using HtmxFlows.Files;

namespace HtmxFlows.Tests.Files;

public sealed class FileValueTests
{
    static readonly FileValue Some = new(Guid.Parse("0b7f5c1e-1d2a-4a7e-9d2c-3e4f5a6b7c8d"), "a.csv", "text/csv", 12, "ab");

    [Fact]
    public void A_file_is_an_object_with_its_id_under_the_key_file()
    {
        Assert.Equal("""{"$file":"0b7f5c1e-1d2a-4a7e-9d2c-3e4f5a6b7c8d","name":"a.csv","type":"text/csv","size":12,"sha256":"ab"}""", Some.ToJson().GetRawText());
        Assert.Equal(Some, FileValue.Of(Some.ToJson()));
    }

    [Theory]
    [InlineData("""{"$file": "x"}""")]
    [InlineData("""{"$file": 1}""")]
    [InlineData("""{"file": "0b7f5c1e-1d2a-4a7e-9d2c-3e4f5a6b7c8d"}""")]
    [InlineData("\"0b7f5c1e-1d2a-4a7e-9d2c-3e4f5a6b7c8d\"")]
    [InlineData("null")]
    public void Another_value_is_no_file(string json) => Assert.Null(FileValue.Of(Json.Parse(json)));

    [Fact]
    public void Members_of_other_types_are_ignored() =>
        Assert.Equal(new FileValue(Some.Id, "", "", 0, ""), FileValue.Of(Json.Parse($$"""{"$file": "{{Some.Id}}", "name": 1, "size": "x", "type": null}""")));

    [Fact]
    public void Files_are_found_at_any_depth()
    {
        var json = Json.Parse($$"""{"a": [{{Some.ToJson()}}, {"b": {{Some.ToJson()}} }, "$file"], "c": null}""");
        Assert.Equal([Some, Some], FileValue.In(json));
        Assert.Empty(FileValue.In(Json.Parse("""{"a": [1]}""")));
    }
}
