namespace HtmxFlows.Runs;

/// <summary>How an answer to a question came.</summary>
public enum AnswerWay
{
    /// <summary>By a form of the run's page or the inbox.</summary>
    Page,

    /// <summary>By the address with a key, such as one that was mailed.</summary>
    Link,

    Api,
}
