namespace HtmxFlows.Web;

/// <summary>What htmx may do, as its meta tag says it: swap fragments from this server, and nothing that runs code.</summary>
public sealed class HtmxSettings
{
    public string Json { get; } = Data.Json.From(new
    {
        allowEval = false,
        allowScriptTags = false,
        allowNestedOobSwaps = false,
        includeIndicatorStyles = false,
        selfRequestsOnly = true,
        historyCacheSize = 0,
        refreshOnHistoryMiss = true,
        // What is swapped in hears at once what is written in it.
        defaultSettleDelay = 0,
        // A page of errors is an answer to show, not one to drop.
        responseHandling = new object[]
        {
            new { code = "204", swap = false },
            new { code = "[23]..", swap = true },
            new { code = "4..", swap = true, error = false },
            new { code = "5..", swap = true, error = true },
        },
    }).GetRawText();
}
