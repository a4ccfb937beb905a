namespace HtmxFlows.Pages.Mcp;

static class McpChoices
{
    /// <summary>How many workflows a form offers.</summary>
    public const int Most = 500;
}
