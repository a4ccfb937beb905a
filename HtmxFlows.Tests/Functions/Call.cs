using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Nodes;

namespace HtmxFlows.Tests.Functions;

/// <summary>Evaluates templates that call functions, through the whole template language.</summary>
static class Call
{
    public const string Data =
        """
        {"prompt": "hi", "none": null, "yes": true, "text": "Ada Lovelace", "empty": [], "list": [3, 1, 2], "n": 123456789012345678901234567890.5,
         "rows": [{"k": "b", "v": 2.50}, {"k": "a", "v": "10"}, {"k": "c", "v": null}], "upper": "a node", "Sum": 5, "family": "👨‍👩‍👧é"}
        """;

    public static string Value(string template, string data = Data, NodeLimits? limits = null, TimeProvider? time = null, CancellationToken? cancellation = null)
    {
        var parsed = new Template(template);
        Assert.Null(parsed.FindProblem());
        return parsed.Evaluate(NodeTypes.Context(data, limits, time), cancellation ?? TestContext.Current.CancellationToken).GetRawText();
    }

    public static string Failure(string template, string data = Data, NodeLimits? limits = null) =>
        Assert.Throws<NodeException>(() => Value(template, data, limits)).Message;
}
