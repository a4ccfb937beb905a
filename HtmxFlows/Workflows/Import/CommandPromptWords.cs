using System.Text;
using System.Text.RegularExpressions;

namespace HtmxFlows.Workflows;

/// <summary>The words of a command for the Windows command prompt: it takes carets out, and then the program takes quotation marks out.</summary>
sealed partial class CommandPromptWords
{
    const string Operators = "|&<>\n";

    readonly List<string> words = [], problems = [];

    /// <param name="text">The command line, with <c>\n</c> as line end.</param>
    public CommandPromptWords(string text) => Split(Unescape(text));

    public IReadOnlyList<string> Words => words;

    /// <summary>What the command prompt would have done more, in sentences.</summary>
    public IReadOnlyList<string> Problems => [.. problems.Distinct()];

    string Unescape(string text)
    {
        var line = new StringBuilder(text.Length);
        var isQuoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '^' && !isQuoted && at + 1 < text.Length)
            {
                // A caret at the end of a line joins the next one, whose first character then has no meaning of its own.
                at += text[at + 1] == '\n' && at + 2 < text.Length ? 2 : 1;
                line.Append(text[at]);
                continue;
            }
            if (!isQuoted && Operators.Contains(letter, StringComparison.Ordinal))
            {
                problems.Add($"The text after {(letter == '\n' ? "the end of the line" : letter)} is another command or a file and was ignored.");
                break;
            }
            if (letter == '%' && Variable().Match(text, at) is { Success: true } variable)
                problems.Add($"The command prompt would replace {Data.Excerpt.Of(variable.Value)}; here it stays unchanged. Use an expression, e.g. {{{{prompt}}}} or {{{{secrets.NAME}}}}.");
            isQuoted ^= letter == '"';
            line.Append(letter);
        }
        return line.ToString();
    }

    void Split(string line)
    {
        var word = new StringBuilder();
        var (isQuoted, hasWord) = (false, false);
        for (var at = 0; at < line.Length; at++)
        {
            var slashes = line.AsSpan(at).IndexOfAnyExcept('\\') is >= 0 and var count ? count : line.Length - at;
            var isBeforeQuote = at + slashes < line.Length && line[at + slashes] == '"';
            word.Append('\\', isBeforeQuote ? slashes / 2 : slashes);
            hasWord |= slashes > 0;
            if ((at += slashes) >= line.Length)
                break;
            var letter = line[at];
            if (letter == '"' && (slashes % 2 == 1 || isQuoted && at + 1 < line.Length && line[at + 1] == '"'))
            {
                word.Append('"');
                at += slashes % 2 == 1 ? 0 : 1;
                hasWord = true;
            }
            else if (letter == '"')
            {
                (isQuoted, hasWord) = (!isQuoted, true);
            }
            else if (!isQuoted && letter is (' ' or '\t'))
            {
                End();
            }
            else
            {
                word.Append(letter);
                hasWord = true;
            }
        }
        End();
        if (isQuoted)
            problems.Add("A quotation mark is not closed; the rest of the text is read as quoted.");

        void End()
        {
            if (hasWord)
                words.Add(word.ToString());
            word.Clear();
            hasWord = false;
        }
    }

    [GeneratedRegex(@"\G%[A-Za-z_]\w{2,}%")]
    private static partial Regex Variable();
}
