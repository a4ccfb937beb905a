using HtmxFlows.Files;

namespace HtmxFlows.Tests.Files;

public sealed class MediaTypeTests
{
    [Theory]
    [InlineData("text/csv", null, "text/csv")]
    [InlineData("Text/CSV; Charset=\"Windows-1252\"", null, "text/csv; charset=Windows-1252")]
    [InlineData("text/csv", "utf-8", "text/csv; charset=utf-8")]
    [InlineData("text/csv", "x\r\ny", "text/csv")]
    [InlineData("text/plain; format=flowed", null, "text/plain")]
    [InlineData("nonsense", null, MediaType.Unknown)]
    [InlineData("text/html\r\nSet-Cookie: a=b", null, MediaType.Unknown)]
    [InlineData(null, "utf-8", MediaType.Unknown)]
    public void A_type_is_made_safe(string? type, string? charset, string safe) => Assert.Equal(safe, MediaType.Safe(type, charset));

    [Theory]
    [InlineData("text/csv; charset=windows-1252", "windows-1252")]
    [InlineData("text/csv", null)]
    [InlineData("nonsense", null)]
    public void The_character_set_is_part_of_a_type(string type, string? charset) => Assert.Equal(charset, MediaType.CharsetOf(type));
}
