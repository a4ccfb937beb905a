using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>The commonest jobs in JavaScript, to learn <see cref="CodeNode"/> from.</summary>
static class CodeExamples
{
    public static IReadOnlyList<NodeExample> All { get; } =
    [
        Of("A sum", """{"input": [{"total": 120}, {"total": 80}]}""", "return input.reduce((sum, order) => sum + order.total, 0);"),
    ];

    static NodeExample Of(string title, string names, string script) => new(title, Json.From(new { script }).GetRawText(), names);
}
