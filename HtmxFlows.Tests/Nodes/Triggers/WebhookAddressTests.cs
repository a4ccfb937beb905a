using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class WebhookAddressTests
{
    [Theory]
    [InlineData("")]
    [InlineData("orders")]
    [InlineData("Orders_2-b")]
    [InlineData("orders/:id")]
    [InlineData("orders/:id/items/:item")]
    public void An_address_is_a_word_and_parts_behind_it(string address) => Assert.Null(WebhookAddress.FindProblem(address));

    [Theory]
    [InlineData("a b", "The address begins with a word of 1 to 64 letters, digits, - and _.")]
    [InlineData(":id", "The address begins with a word of 1 to 64 letters, digits, - and _.")]
    [InlineData("/a", "The address begins with a word of 1 to 64 letters, digits, - and _.")]
    [InlineData("a/ü", "“ü” is no part of an address. Use letters, digits, - and _, or a name for a part: `:id`.")]
    [InlineData("a/", "“” is no part of an address. Use letters, digits, - and _, or a name for a part: `:id`.")]
    [InlineData("a/draft", "“draft” leads to the draft. Use another word.")]
    [InlineData("a/:id/:id", "The name `:id` is there twice. Use another one.")]
    public void Another_text_is_none(string address, string problem) => Assert.Equal(problem, WebhookAddress.FindProblem(address));

    [Theory]
    [InlineData("orders", "anything/at/all", "")]
    [InlineData("orders/:id", "42", "id=42")]
    [InlineData("orders/:id/items/:item", "42/items/7", "id=42 item=7")]
    [InlineData("orders/:id", "", null)]
    [InlineData("orders/:id", "42/items", null)]
    [InlineData("orders/:id/items", "42/Items", null)]
    public void A_path_fits_an_address_with_its_parameters(string address, string path, string? parameters) => Assert.Equal(parameters,
        WebhookAddress.Match(address, path) is { } found ? string.Join(' ', found.Select(parameter => $"{parameter.Key}={parameter.Value}")) : null);
}
