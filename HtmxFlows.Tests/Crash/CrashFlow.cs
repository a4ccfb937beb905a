namespace HtmxFlows.Tests.Crash;

/// <summary>A flow with everything that a kill could damage: seven branches, pure nodes, random results, waits, a call, a question, child runs, items, and changes that must not be made twice.</summary>
static class CrashFlow
{
    public static IReadOnlyList<string> Nodes { get; } = ["begin", "dice", "pause", "call", "count", "nap", "count-naps", "tag", "append", "each", "ask", "sub", "call-items", "count-items", "end"];

    /// <summary>How many child runs the loop of each run starts; one more is started by a node of its own.</summary>
    public const int Items = 3;

    /// <summary>How many items the nodes have that run for each item, and how many of them at a time.</summary>
    public const int ListItems = 6, Together = 2;

    /// <summary>The path of the requests of items.</summary>
    public const string ItemsPath = "/items";

    /// <summary>The workflow of the child runs.</summary>
    public const string Part =
        """
        {
          "name": "Survivor's part",
          "nodes": [
            { "id": "count-part", "type": "store", "data": { "label": "Count", "operation": "increment", "collection": "crash", "key": "parts", "value": "1" } },
            { "id": "rest", "type": "wait", "data": { "label": "Rest", "seconds": "0.02" } },
            { "id": "say", "type": "template", "data": { "label": "Say", "template": "part {{prompt}}" } }
          ],
          "edges": [
            { "id": "p1", "source": "count-part", "target": "rest" },
            { "id": "p2", "source": "rest", "target": "say" }
          ]
        }
        """;

    public static string Json(Uri peer) =>
        $$$"""
        {
          "name": "Survivor",
          "nodes": [
            { "id": "begin", "type": "template", "data": { "label": "Begin", "template": "{{prompt}}" } },
            { "id": "dice", "type": "compute", "data": { "label": "Dice", "sql": "SELECT hex(randomblob(16)) AS token, length(:prompt) AS length" } },
            { "id": "pause", "type": "wait", "data": { "label": "Pause", "seconds": "0.03" } },
            { "id": "call", "type": "http", "data": { "label": "Call", "method": "post", "url": "{{{peer}}}", "body": "{\"run\": \"{{run.id}}\", \"token\": \"{{dice.token}}\"}" } },
            { "id": "count", "type": "store", "data": { "label": "Count", "operation": "increment", "collection": "crash", "key": "calls", "value": "1" } },
            { "id": "nap", "type": "wait", "data": { "label": "Nap", "seconds": "0.06" } },
            { "id": "count-naps", "type": "store", "data": { "label": "Count naps", "operation": "increment", "collection": "crash", "key": "naps", "value": "1" } },
            { "id": "tag", "type": "set", "data": { "label": "Tag", "fields": [ { "name": "run", "value": "{{run.id}}" } ] } },
            { "id": "append", "type": "store", "data": { "label": "Append", "operation": "append", "collection": "crash", "key": "runs", "value": "{{tag.run}}" } },
            { "id": "each", "type": "for-each", "data": { "label": "Each", "items": [1, 2, 3], "workflow": "Survivor's part", "together": 2 } },
            { "id": "ask", "type": "approve", "data": { "label": "Ask", "text": "Does anybody answer?", "within": "0.04" } },
            { "id": "sub", "type": "workflow", "data": { "label": "Sub", "workflow": "Survivor's part", "prompt": "alone" } },
            { "id": "call-items", "type": "http", "data": { "label": "Call for each", "method": "post", "url": "{{{peer}}}items", "body": "{\"run\": \"{{run.id}}\", \"item\": {{item}} }", "settings": { "each": { "items": [0, 1, 2, 3, 4, 5], "parallel": {{{Together}}} } } } },
            { "id": "count-items", "type": "store", "data": { "label": "Count for each", "operation": "increment", "collection": "crash", "key": "items", "value": "{{item}}", "settings": { "each": { "items": [1, 1, 1, 1, 1, 1], "parallel": {{{Together}}} } } } },
            { "id": "end", "type": "template", "data": { "label": "End", "template": "{{call.body}}" } }
          ],
          "edges": [
            { "id": "e1", "source": "begin", "target": "dice" },
            { "id": "e2", "source": "dice", "target": "pause" },
            { "id": "e3", "source": "pause", "target": "call" },
            { "id": "e4", "source": "call", "target": "count" },
            { "id": "e5", "source": "count", "target": "end" },
            { "id": "e6", "source": "begin", "target": "nap" },
            { "id": "e7", "source": "nap", "target": "count-naps" },
            { "id": "e8", "source": "count-naps", "target": "end" },
            { "id": "e9", "source": "begin", "target": "tag" },
            { "id": "e10", "source": "tag", "target": "append" },
            { "id": "e11", "source": "append", "target": "end" },
            { "id": "e12", "source": "begin", "target": "each" },
            { "id": "e13", "source": "each", "target": "end" },
            { "id": "e14", "source": "begin", "target": "ask" },
            { "id": "e15", "source": "ask", "sourceHandle": "timeout", "target": "sub" },
            { "id": "e16", "source": "sub", "target": "end" },
            { "id": "e17", "source": "begin", "target": "call-items" },
            { "id": "e18", "source": "call-items", "target": "end" },
            { "id": "e19", "source": "begin", "target": "count-items" },
            { "id": "e20", "source": "count-items", "target": "end" }
          ]
        }
        """;
}
