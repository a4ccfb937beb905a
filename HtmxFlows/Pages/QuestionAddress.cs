namespace HtmxFlows.Pages;

/// <summary>The address of a question within its run, for everyone who may see the run. It has no key: those who are sent a question by mail have another address.</summary>
static class QuestionAddress
{
    /// <summary>The query of a form in the inbox, which leads back there.</summary>
    public const string FromInbox = "from=inbox";

    /// <summary>The address, to be completed with the path base.</summary>
    public static string Of(Guid run, string node) => $"~/runs/{run}/questions/{Uri.EscapeDataString(PathPart.Of(node))}";
}
