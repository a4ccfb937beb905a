using System.Globalization;
using System.Text;

namespace HtmxFlows.Views;

/// <summary>The ids of elements that are swapped or linked to: one place for the page, the stream and the tests.</summary>
public static class DomIds
{
    /// <summary>A node in the picture.</summary>
    public static string Node(string id) => $"node-{Escape(id)}";

    /// <summary>The status of a node in the picture of a run.</summary>
    public static string NodeStatus(string id) => $"status-{Escape(id)}";

    /// <summary>A part of the picture's nodes.</summary>
    public static string Nodes(int number) => string.Create(CultureInfo.InvariantCulture, $"nodes-{number}");

    /// <summary>A node in the outline.</summary>
    public static string Outline(string id) => $"outline-{Escape(id)}";

    /// <summary>A node's row in the table of the timeline, or in a list of nodes.</summary>
    public static string NodeRow(string id) => $"row-{Escape(id)}";

    /// <summary>A node in a list of changes.</summary>
    public static string Change(string id) => $"change-{Escape(id)}";

    /// <summary>An entry of a run's log; a conversation shows the logs of several runs.</summary>
    public static string Entry(Guid run, long seq) => string.Create(CultureInfo.InvariantCulture, $"entry-{run}-{seq}");

    /// <summary>The form by which a person answers a node.</summary>
    public static string Question(string node) => $"question-{Escape(node)}";

    /// <summary>A field of a form.</summary>
    public static string Field(string name) => $"field-{Escape(name)}";

    // A node's id is any text; an element's id is best kept to letters that selectors and links need not escape.
    static string Escape(string id)
    {
        var text = new StringBuilder(id.Length);
        foreach (var letter in id)
            text.Append(char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter.ToString() : string.Create(CultureInfo.InvariantCulture, $"_{(int)letter:x}_"));
        return text.ToString();
    }
}
