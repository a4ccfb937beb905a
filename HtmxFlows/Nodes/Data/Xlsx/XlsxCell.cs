using System.Text.Json;

namespace HtmxFlows.Nodes;

/// <summary>A cell with a value.</summary>
/// <param name="Column">From 0.</param>
readonly record struct XlsxCell(int Column, JsonElement Value);
