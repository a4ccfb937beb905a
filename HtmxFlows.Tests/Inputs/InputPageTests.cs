using HtmxFlows.Inputs;

namespace HtmxFlows.Tests.Inputs;

public sealed class InputPageTests
{
    [Theory]
    [InlineData("", ":")]
    [InlineData("a b", ":ab")]
    [InlineData("a=You b c=Order d", "You:ab|Order:cd")]
    [InlineData("a b=Order", ":a|Order:b")]
    [InlineData("a=Same b=Same", "Same:a|Same:b")]
    public void Each_heading_begins_a_page(string inputs, string pages)
    {
        FlowInput[] declared = [.. inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(input => new FlowInput { Name = input.Split('=')[0], Page = input.Contains('=', StringComparison.Ordinal) ? input.Split('=')[1] : "" })];

        Assert.Equal(pages, string.Join('|', InputPage.Of(declared).Select(page => $"{page.Heading}:{string.Concat(page.Inputs.Select(input => input.Name))}")));
    }
}
