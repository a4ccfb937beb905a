using System.Globalization;

namespace HtmxFlows.Runs;

/// <summary>What the items of a node log, up to the limits of one node's log. Items may log at once.</summary>
sealed class ItemLogs
{
    /// <summary>How many lines are kept of all items together, and their characters.</summary>
    public const int MostLines = 200, MostCharacters = 20_000;

    readonly Lock gate = new();
    readonly SortedDictionary<int, IReadOnlyList<string>> kept = [];
    int lines, characters, dropped;

    /// <summary>Each line behind the index of its item, and a last one about those that were dropped; null if nothing was logged.</summary>
    public IReadOnlyList<string>? Lines
    {
        get
        {
            lock (gate)
            {
                return lines + dropped == 0 ? null : [.. kept.SelectMany(item => item.Value.Select(line => $"{item.Key}: {line}")), .. Rest()];
            }
        }
    }

    /// <summary>Adds the lines of an attempt of an item.</summary>
    public void Add(int index, IReadOnlyList<string> log)
    {
        lock (gate)
        {
            var room = Room(log);
            (lines, characters, dropped) = (lines + room.Length, characters + room.Sum(line => line.Length), dropped + log.Count - room.Length);
            if (room.Length > 0)
                kept[index] = [.. kept.GetValueOrDefault(index) ?? [], .. room];
        }
    }

    string[] Room(IReadOnlyList<string> log)
    {
        var length = characters;
        return [.. log.Take(MostLines - lines).TakeWhile(line => (length += line.Length) <= MostCharacters)];
    }

    IEnumerable<string> Rest() => dropped == 0 ? []
        : [string.Create(CultureInfo.InvariantCulture, $"… {dropped} more lines are not kept: the log of a node has up to {MostLines} lines and {MostCharacters} characters.")];
}
