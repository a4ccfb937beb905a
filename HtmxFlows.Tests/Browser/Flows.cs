namespace HtmxFlows.Tests.Browser;

/// <summary>Workflows that the visitors import.</summary>
static class Flows
{
    /// <summary>Waits far longer than any test.</summary>
    public const string LongRest =
        """
        {
          "name": "Long rest",
          "description": "Waits for an hour.",
          "nodes": [
            { "id": "greet", "type": "template", "data": { "label": "Greet", "template": "Good night, **{{prompt}}**", "markdown": true } },
            { "id": "rest", "type": "wait", "data": { "label": "Rest", "seconds": "3600" } },
            { "id": "wake", "type": "template", "data": { "label": "Wake up", "template": "Good morning" } }
          ],
          "edges": [ { "id": "e1", "source": "greet", "target": "rest" }, { "id": "e2", "source": "rest", "target": "wake" } ]
        }
        """;

    /// <summary>Fails half a second after it starts.</summary>
    public const string Failing =
        """
        {
          "name": "Refuses",
          "description": "Ends in an error.",
          "nodes": [
            { "id": "look", "type": "wait", "data": { "label": "Look", "seconds": "0.5" } },
            { "id": "refuse", "type": "fail", "data": { "label": "Refuse", "message": "“{{prompt}}” is nothing that I do. Ask for tea instead." } },
            { "id": "after", "type": "template", "data": { "label": "After", "template": "never" } }
          ],
          "edges": [ { "id": "e1", "source": "look", "target": "refuse" }, { "id": "e2", "source": "refuse", "target": "after" } ]
        }
        """;

    /// <summary>Answers at once.</summary>
    public const string Echo =
        """
        {
          "name": "Echo",
          "description": "Says what it was told.",
          "nodes": [ { "id": "say", "type": "template", "data": { "label": "Say", "template": "You said {{prompt}}." } } ],
          "edges": []
        }
        """;

    /// <summary>Three problems, each at its place.</summary>
    public const string Broken =
        """
        {
          "name": "Broken",
          "nodes": [
            { "id": "one", "type": "template", "data": { "label": "One", "template": "{{nobody.said}}" } },
            { "id": "two", "type": "no-such-type", "data": { "label": "Two" } },
            { "id": "three", "type": "compute", "data": { "label": "Three" } }
          ],
          "edges": [ { "id": "e1", "source": "one", "target": "nowhere" } ]
        }
        """;
}
