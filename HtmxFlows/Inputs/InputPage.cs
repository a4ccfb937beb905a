namespace HtmxFlows.Inputs;

/// <summary>The inputs that a form shows together. A page begins with each input that has a heading for one.</summary>
/// <param name="Heading">Empty for the first page if its first input has none.</param>
public sealed record InputPage(string Heading, IReadOnlyList<FlowInput> Inputs)
{
    /// <summary>The pages of a form, in their order; at least one.</summary>
    public static IReadOnlyList<InputPage> Of(IReadOnlyList<FlowInput> inputs)
    {
        List<InputPage> pages = [];
        foreach (var input in inputs)
        {
            if (pages.Count == 0 || input.Page.Length > 0)
                pages.Add(new(input.Page, [input]));
            else
                pages[^1] = pages[^1] with { Inputs = [.. pages[^1].Inputs, input] };
        }
        return pages.Count > 0 ? pages : [new("", [])];
    }
}
