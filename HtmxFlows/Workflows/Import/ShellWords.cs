using System.Text;

namespace HtmxFlows.Workflows;

/// <summary>The words of the first wanted command in a text, as a POSIX shell splits it, with nothing of what a shell would execute.</summary>
sealed class ShellWords
{
    const string Operators = "|;&<>\n";

    readonly string text;
    readonly Predicate<IReadOnlyList<string>> isWanted;
    readonly List<string> words = [], problems = [];
    readonly StringBuilder word = new();
    bool hasWord;
    int at;

    /// <param name="text">The command line, with <c>\n</c> as line end.</param>
    /// <param name="isWanted">Whether words are the command to read; commands before it are reported.</param>
    public ShellWords(string text, Predicate<IReadOnlyList<string>> isWanted)
    {
        (this.text, this.isWanted) = (text, isWanted);
        while (at < text.Length && ReadOne())
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
        else if (letter is '#' && !hasWord)
            SkipComment();
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
        Close(quote);
    }

    void Ansi()
    {
        hasWord = true;
        at++;
        word.Append(AnsiText.Read(text, ref at));
        Close('\'');
    }

    void Close(char quote)
    {
        if (at++ >= text.Length)
            problems.Add($"The quotation mark {quote} is not closed; the rest of the text is read as quoted.");
    }

    void SkipComment() => at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

    bool Stop(char letter)
    {
        // In 2>file the number is not a word of the command.
        if (letter is '<' or '>' && word.Length > 0 && word.ToString().All(char.IsAsciiDigit))
            Drop();
        End();
        if (words.Count == 0)
            return true;
        if (letter is not ('<' or '>') && !isWanted(words))
            return SkipCommand();
        if (letter != '\n' || !IsCommentOnly(at))
            problems.Add($"The text after {(letter == '\n' ? "the end of the line" : letter)} is another command or a file and was ignored.");
        return false;
    }

    bool SkipCommand()
    {
        problems.Add($"“{Data.Excerpt.Of(words[0])}” is another command and was ignored.");
        words.Clear();
        return true;
    }

    bool IsCommentOnly(int from) => text[from..].Split('\n').All(line => line.TrimStart() is "" or ['#', ..]);

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
        Drop();
    }

    void Drop()
    {
        word.Clear();
        hasWord = false;
    }
}
