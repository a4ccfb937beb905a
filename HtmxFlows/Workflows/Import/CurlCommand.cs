using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// Makes the configuration of an <see cref="HttpNode"/> from a <c>curl</c> command. Nothing is executed, read or fetched;
/// unsupported parts are reported.
/// </summary>
public sealed class CurlCommand
{
    readonly CurlRequest request;
    readonly List<string> problems = [];
    readonly Queue<string> rest;

    CurlCommand(IEnumerable<string> words)
    {
        (request, rest) = (new(problems), new(words));
        while (rest.TryDequeue(out var word) && Take(word))
        {
        }
    }

    /// <summary>Reads a command.</summary>
    /// <returns>The node's <c>data</c>, or null if there is no address in it; and what was left out or is to be looked at, in sentences.</returns>
    public static (JsonObject? Data, IReadOnlyList<string> Problems) Read(string text)
    {
        var line = CommandLine.Read(text);
        if (!line.IsCurl)
            return (null, line.Problems);
        var command = new CurlCommand(line.Words);
        return (command.request.ToData(), [.. line.Problems, .. command.problems]);
    }

    /// <returns>Whether the command continues.</returns>
    bool Take(string word)
    {
        if (word is "--next" or "-:")
            problems.Add("The text after --next is another request and was ignored. A node sends one request.");
        else if (word == "--")
            AddAddresses();
        else if (word.StartsWith("--", StringComparison.Ordinal))
            TakeLong(word[2..].Split('=', 2));
        else if (word is ['-', _, ..])
            TakeShort(word[1..]);
        else
            request.AddUrl(word);
        return word is not ("--next" or "-:");
    }

    void AddAddresses()
    {
        while (rest.TryDequeue(out var word))
            request.AddUrl(word);
    }

    void TakeLong(string[] parts) => Take(parts[0], parts.Length > 1 ? parts[1] : null);

    // -sSLXPOST is -s -S -L -X POST.
    void TakeShort(string letters)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            var name = CurlOptions.LongName(letters[i]);
            var value = CurlOptions.TakesValue(name) && i + 1 < letters.Length ? letters[(i + 1)..] : null;
            Take(name, value);
            if (value is not null)
                return;
        }
    }

    void Take(string name, string? value)
    {
        if (!CurlOptions.IsKnown(name))
            problems.Add($"The option {Shown(name)} is unknown and is ignored{Unknown(value)}");
        else if (CurlOptions.TakesValue(name) && value is null && !rest.TryDequeue(out value))
            problems.Add($"The option {Shown(name)} has no value and is ignored.");
        else if (!request.Apply(name, value ?? "") && CurlOptions.Explain(name) is { Length: > 0 } why)
            problems.Add($"{Shown(name)}: {why}");
    }

    /// <summary>What becomes of the word after an unknown option, which may be its value and may be the address.</summary>
    string Unknown(string? value)
    {
        if (value is not null || !rest.TryPeek(out var next) || next.StartsWith('-'))
            return ".";
        if (CurlAddress.HasScheme(next))
            return $". “{Excerpt.Of(next)}” after it is read as an address; check whether it is the value of the option.";
        rest.Dequeue();
        return $", with “{Excerpt.Of(next)}” after it.";
    }

    static string Shown(string name) => $"{(name.Length == 1 ? "-" : "--")}{Excerpt.Of(name)}";
}
