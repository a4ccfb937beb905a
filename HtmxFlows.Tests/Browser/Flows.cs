using System.Text.Json;

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

    /// <summary>Starts with calls of a webhook.</summary>
    public const string Called =
        """
        {
          "name": "New orders",
          "description": "Answers shops that send their orders.",
          "nodes": [
            { "id": "hook", "type": "webhook", "data": { "label": "New order", "onlyIf": [ { "left": "{{trigger.body.total}}", "operator": "greater", "right": "100" } ] } },
            { "id": "thank", "type": "template", "data": { "label": "Thank", "template": "Order {{trigger.body.id}} is on its way." } }
          ],
          "edges": [ { "id": "e1", "source": "hook", "target": "thank" } ]
        }
        """;

    /// <summary>Starts at times.</summary>
    public const string Scheduled =
        """
        {
          "name": "Nightly",
          "description": "Looks after the shop at night.",
          "nodes": [
            { "id": "clock", "type": "schedule", "data": { "label": "At night", "cron": "30 2 * * *", "zone": "Europe/Berlin" } },
            { "id": "look", "type": "template", "data": { "label": "Look", "template": "Nothing new on {{trigger.local}}." } }
          ],
          "edges": [ { "id": "e1", "source": "clock", "target": "look" } ]
        }
        """;

    /// <summary>Starts with a public form.</summary>
    public const string PublicForm =
        """
        {
          "name": "Questions",
          "description": "Takes questions.",
          "inputs": [ { "name": "name", "type": "text", "label": "Your name", "required": true }, { "name": "question", "type": "multiline", "help": "In a few words." }, { "name": "urgent", "type": "boolean" } ],
          "nodes": [
            { "id": "form", "type": "form", "data": { "label": "Ask us", "title": "Ask us", "text": "We answer **every** question.", "message": "Thank you, {{trigger.input.name}}." } },
            { "id": "keep", "type": "template", "data": { "label": "Keep", "template": "{{run.input.question}}" } }
          ],
          "edges": [ { "id": "e1", "source": "form", "target": "keep" } ]
        }
        """;

    /// <summary>Answers on a public chat, after a question.</summary>
    public const string PublicChat =
        """
        {
          "name": "Chat",
          "description": "Answers messages.",
          "nodes": [
            { "id": "chat", "type": "chat", "data": { "label": "Chat", "title": "Ask us", "text": "How can we **help**?", "placeholder": "Where is my order?" } },
            { "id": "which", "type": "branch", "data": { "label": "Order?", "conditions": [ { "left": "{{prompt}}", "operator": "contains", "right": "order" } ] } },
            { "id": "ask", "type": "approve", "data": { "label": "Ask", "text": "Shall we look for *your order*?", "decisions": [ { "name": "yes", "label": "Yes, please" }, { "name": "no", "label": "No" } ] } },
            { "id": "found", "type": "template", "data": { "label": "Found", "markdown": true, "template": "It is **on its way**." } },
            { "id": "rest", "type": "wait", "data": { "label": "Rest", "seconds": "0.5" } },
            { "id": "say", "type": "template", "data": { "label": "Say", "markdown": true, "template": "You said *{{prompt}}*." } }
          ],
          "edges": [
            { "id": "e1", "source": "chat", "target": "which" },
            { "id": "e2", "source": "which", "sourceHandle": "true", "target": "ask" },
            { "id": "e3", "source": "ask", "sourceHandle": "yes", "target": "found" },
            { "id": "e4", "source": "which", "sourceHandle": "false", "target": "rest" },
            { "id": "e5", "source": "rest", "target": "say" }
          ]
        }
        """;

    /// <summary>Answers at once.</summary>
    public const string Echo =
        """
        {
          "name": "Echo",
          "description": "Repeats the prompt.",
          "nodes": [ { "id": "say", "type": "template", "data": { "label": "Say", "template": "You said {{prompt}}." } } ],
          "edges": []
        }
        """;

    /// <summary>Works on each item of a list; one fails.</summary>
    public const string Items =
        """
        {
          "name": "Items",
          "nodes": [ { "id": "each", "type": "code", "data": { "label": "Each number", "script": "if (item === 2) throw new Error('`2` is not welcome.'); return { number: item };",
            "settings": { "each": { "items": [1, 2, 3], "onFailure": "collect" } } } } ]
        }
        """;

    /// <summary>The second version of <see cref="Echo"/>.</summary>
    public const string Changed =
        """
        {
          "nodes": [
            { "id": "say", "type": "template", "data": { "label": "Say", "template": "You said:\n{{prompt}}" } },
            { "id": "rest", "type": "wait", "data": { "label": "Rest", "seconds": "0" } }
          ],
          "edges": [ { "id": "e1", "source": "say", "target": "rest" } ]
        }
        """;

    /// <summary>Asks a person for a value of every kind, and is called by another workflow.</summary>
    public const string Asking =
        """
        {
          "name": "Asks",
          "nodes": [
            {
              "id": "ask", "type": "approve",
              "data": {
                "label": "The editor", "text": "Publish **{{prompt}}**?\n\n* as it is\n* or not at all", "within": "7200",
                "fields": [
                  { "name": "reason", "type": "text", "label": "Reason", "required": true, "help": "In a word or two" }, { "name": "note", "type": "multiline" },
                  { "name": "copies", "type": "number", "default": 3 }, { "name": "urgent", "type": "boolean" }, { "name": "day", "type": "date" },
                  { "name": "size", "type": "choice", "choices": ["small", "large"] }, { "name": "more", "type": "json" }
                ]
              }
            },
            { "id": "publish", "type": "template", "data": { "label": "Publish", "template": "{{ask.fields.reason}}" } }
          ],
          "edges": [ { "id": "e1", "source": "ask", "sourceHandle": "approve", "target": "publish" } ]
        }
        """;

    /// <summary>Three problems, each at its place.</summary>
    public const string Edited =
        """
        {
          "name": "Edited",
          "inputs": [ { "name": "city", "type": "text", "label": "City" } ],
          "nodes": [
            { "id": "greet", "type": "template", "data": { "label": "Greet", "template": "Hello {{prompt}}", "pinned": { "output": "Hello Ada" } } },
            { "id": "odd", "type": "branch", "data": { "label": "A greeting?", "conditions": [ { "left": "{{greet}}", "operator": "matches", "right": "^Hello" } ] } },
            { "id": "call", "type": "set", "data": { "label": "Keep both", "fields": [ { "name": "said", "value": "{{greet}}" }, { "name": "to", "value": "{{prompt}}" } ] } },
            { "id": "hint", "type": "note", "data": { "text": "Only those who are greeted are kept." } }
          ],
          "edges": [ { "id": "e1", "source": "greet", "target": "odd" }, { "id": "e2", "source": "odd", "sourceHandle": "true", "target": "call" } ]
        }
        """;

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

    /// <summary>Two arms that ask a peer each, and join.</summary>
    public static string TwoArms(Uri slow, Uri quick) => JsonSerializer.Serialize(new
    {
        name = "Two arms",
        nodes = new object[]
        {
            new { id = "begin", type = "template", data = new { label = "Begin", template = "{{prompt}}" } },
            new { id = "slow", type = "http", data = new { label = "Slow", url = slow } },
            new { id = "quick", type = "http", data = new { label = "Quick", url = quick } },
            new { id = "more", type = "template", data = new { label = "More", template = "{{quick.body}} and more" } },
            new { id = "join", type = "template", data = new { label = "Join", template = "{{slow.body}}, {{more}}" } },
        },
        edges = new[] { ("begin", "slow"), ("begin", "quick"), ("quick", "more"), ("slow", "join"), ("more", "join") }
            .Select(edge => new { id = $"{edge.Item1}-{edge.Item2}", source = edge.Item1, target = edge.Item2 }),
    });

    /// <summary>Waits again and again, three events each time.</summary>
    public static string Ticking(int ticks, double seconds) => Chains("Ticking", [Enumerable.Range(1, ticks).Select(tick => (
        Type: "wait", Data: (object)new { label = $"Tick {tick}", seconds = Invariant(seconds) }))]);

    /// <summary>Waits briefly, then makes events as fast as possible: nodes that fail, are retried at once, and continue on error in the end.</summary>
    /// <param name="arms">How many of them run side by side.</param>
    /// <param name="length">How many of them follow each other in each arm.</param>
    /// <param name="retries">Each makes two events for each, and two more.</param>
    public static string Burst(int arms, int length, int retries) => Chains("Burst", Enumerable.Range(1, arms).Select(arm => Enumerable.Range(1, length).Select(step => (
        Type: "fail", Data: (object)new { label = $"Arm {arm}, step {step}", message = "No luck this time", settings = new { retries, delay = 0, onError = "continue" } }))));

    /// <summary>A wait of two seconds, and chains of nodes that follow it side by side.</summary>
    static string Chains(string name, IEnumerable<IEnumerable<(string Type, object Data)>> chains)
    {
        var nodes = new List<object> { new { id = "rest", type = "wait", data = new { label = "Rest", seconds = "2" } } };
        var edges = new List<object>();
        foreach (var (arm, chain) in chains.Index())
        {
            var before = "rest";
            foreach (var (step, (type, data)) in chain.Index())
            {
                var id = $"n{arm}_{step}";
                nodes.Add(new { id, type, data });
                edges.Add(new { id = $"to-{id}", source = before, target = id });
                before = id;
            }
        }
        return JsonSerializer.Serialize(new { name, nodes, edges });
    }

    static string Invariant(double number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
