using System.Text;

namespace HtmxFlows.Workflows;

/// <summary>A command line as a POSIX shell splits it into words, with nothing of what a shell would execute.</summary>
sealed class ShellWords
{
    const string Operators = "|;&<>\n";

    readonly string text;
    readonly List<string> words = [], problems = [];
    readonly StringBuilder word = new();
    bool hasWord;
    int at;

    public ShellWords(string text)
    {
        this.text = text.ReplaceLineEndings("\n").Trim();
        while (at < this.text.Length && ReadOne())
        {
        }
        End();
    }

    public IReadOnlyList<string> Words => words;

    /// <summary>What a shell would have done more, in sentences.</summary>
    public IReadOnlyList<string> Problems => [.. problems.Distinct()];

    bool ReadOne()
    {
        var letter = text[at++];
        if (letter is '\\')
            Escape();
        else if (letter is '\'')
            Until('\'', _ => false);
        else if (letter is '"')
            Until('"', next => next is '"' or '\\' or '$' or '`' or '\n');
        else if (letter is '$' && at < text.Length && text[at] is '\'')
            Ansi();
        else if (letter is ' ' or '\t')
            End();
        else if (Operators.Contains(letter, StringComparison.Ordinal))
            return Stop(letter);
        else
            Add(letter);
        return true;
    }

    // At the end of a line it joins the next one.
    void Escape()
    {
        if (at < text.Length && text[at++] is var letter and not '\n')
            Add(letter, isPlain: true);
    }

    void Until(char quote, Func<char, bool> isEscapable)
    {
        hasWord = true;
        for (; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && isEscapable(text[at + 1]))
            {
                at++;
                if (text[at] != '\n')
                    Add(text[at], isPlain: true);
            }
            else
            {
                Add(text[at], isPlain: quote == '\'');
            }
        }
        if (at++ >= text.Length)
            problems.Add($"The quotation mark {quote} is not closed; the rest of the text is read as quoted.");
    }

    void Ansi()
    {
        hasWord = true;
        for (at++; at < text.Length && text[at] != '\''; at++)
            Add(text[at] != '\\' || at + 1 >= text.Length ? text[at] : Escaped(text[++at]), isPlain: true);
        at++;
    }

    char Escaped(char letter)
    {
        if (letter == 'u' && at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
        {
            at += 4;
            return (char)code;
        }
        return letter switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => letter };
    }

    bool Stop(char letter)
    {
        End();
        if (letter == '\n' && words.Count == 0)
            return true;
        problems.Add($"The text after {(letter == '\n' ? "the end of the line" : letter)} is another command or a file and was ignored.");
        return false;
    }

    void Add(char letter, bool isPlain = false)
    {
        hasWord = true;
        word.Append(letter);
        if (!isPlain && letter is ('$' or '`'))
            problems.Add($"A shell would replace the {letter}; here it stays unchanged. Use an expression, e.g. {{{{prompt}}}} or {{{{secrets.NAME}}}}.");
    }

    void End()
    {
        if (hasWord)
            words.Add(word.ToString());
        word.Clear();
        hasWord = false;
    }
}
