using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>
/// Finds the expressions of a template exactly as Handlebars.Net does, before that library sees the text: the library calls itself for
/// everything that nests. Anything that the two could read differently is a problem, so that nothing escapes the limits.
/// </summary>
sealed class TemplateScanner
{
    /// <summary>How deep blocks, chained <c>else</c> and sub-expressions may nest in each other, together.</summary>
    public const int MostLevels = 50;

    /// <summary>How many parts a template may have: expressions, and the names, values and brackets in them.</summary>
    public const int MostParts = 1000;

    readonly string text;
    readonly List<TemplateSyntax.Expression> expressions = [];
    readonly List<Edit> edits = [];
    readonly List<(int Begin, int End)> remarks = [];
    readonly Stack<Block> blocks = [];
    int at;
    int begin;
    int levels;
    int brackets;
    int marks;
    bool isWhole;

    TemplateScanner(string text) => this.text = text;

    /// <summary>A block that is open.</summary>
    /// <param name="Name">What follows the <c>#</c> or <c>^</c>.</param>
    /// <param name="Levels">How many levels it opened, with its chained <c>else</c>.</param>
    /// <param name="Written">Its name for the library.</param>
    sealed record Block(string Name, int Levels, string Written);

    /// <summary>A part of the text that the library gets in another form, because it reads it differently from Handlebars.</summary>
    public readonly record struct Edit(int Index, int Length, string Text);

    /// <summary>What a scan found.</summary>
    /// <param name="Expressions">In the order of the text, those after the problem left out.</param>
    /// <param name="IsWhole">One expression alone is the whole text.</param>
    /// <param name="Parts">How many parts there are.</param>
    /// <param name="Edits">What the library gets in another form, in the order of the text.</param>
    /// <param name="Remarks">Where the comments are.</param>
    public sealed record Result(
        IReadOnlyList<TemplateSyntax.Expression> Expressions, bool IsWhole, int Parts, IReadOnlyList<Edit> Edits, IReadOnlyList<(int Begin, int End)> Remarks, string? Problem);

    string? Problem { get; set; }

    int Parts { get; set; }

    public static Result Scan(string text)
    {
        var scanner = new TemplateScanner(text);
        scanner.Scan();
        return new(scanner.expressions, scanner.isWhole && scanner.marks == 1 && scanner.expressions.Count == 1, scanner.Parts, scanner.edits, scanner.remarks, scanner.Problem);
    }

    void Scan()
    {
        while (Problem is null && text.AsSpan(at).IndexOfAny('\\', '{') is >= 0 and var found)
        {
            at += found;
            // Two backslashes are one, and what follows them is no longer escaped.
            if (Is('\\') && Is('\\', 1))
                at += 2;
            else if (Is('\\'))
                at += Is('{', 1) ? Is('{', 2) ? 3 : 2 : 1;
            else if (Is('{', 1))
                ReadExpression();
            else
                at++;
        }
        if (blocks.TryPeek(out var open))
            Problem ??= $"The block `{{{{#{open.Name}}}}}` is not closed. Write {{{{/{open.Name}}}}} at its end.";
    }

    void ReadExpression()
    {
        begin = at;
        marks++;
        Add();
        at += 2;
        var braces = 2;
        if (Is('{'))
            (at, braces) = (at + 1, 3);
        if (Is('{'))
        {
            Problem = "`{{{{` starts a raw block, which is not supported. For braces as text, write \\{{.";
            return;
        }
        SkipSpace();
        if (Is('&'))
        {
            // Nothing is escaped, so that it changes nothing.
            edits.Add(new(at++, 1, " "));
            SkipSpace();
        }
        if (Is('!'))
            ReadRemark(braces);
        else
            ReadContent(braces);
    }

    void ReadContent(int braces)
    {
        var (body, count) = (at, expressions.Count);
        ReadTokens();
        if (Problem is not null)
            return;
        var content = text[body..at].TrimEnd('~', ' ', '\t', '\r', '\n');
        var end = at;
        Close(braces);
        if (Is('}'))
            KeepBrace(end);
        expressions.Insert(count, new(content, body, begin, at) { IsUnescaped = braces == 3 });
        isWhole = begin == 0 && at == text.Length && body < text.Length && !"#/^>".Contains(text[body]) && content is not ("" or "else");
    }

    void SkipSpace()
    {
        while (at < text.Length && (Is('~') || char.IsWhiteSpace(text[at])))
            at++;
    }

    /// <summary>Leaves the braces at the end of an expression behind.</summary>
    void Close(int braces)
    {
        var closing = 0;
        for (; closing < braces && Is('}'); closing++)
            at++;
        if (closing != braces)
            Problem = $"{Quoted} starts with {braces} braces and ends with {closing}. Use the same number.";
    }

    /// <summary>A brace of the text that follows an expression directly: the library gets it after a space, which it trims.</summary>
    /// <param name="end">Where the closing braces begin.</param>
    void KeepBrace(int end)
    {
        if (text[end - 1] != '~')
            edits.Add(new(end, 0, "~"));
        edits.Add(new(at, 0, " "));
    }

    /// <summary>Finds where a remark ends, with the library's own steps: <c>--</c> is read in pairs.</summary>
    void ReadRemark(int braces)
    {
        at++;
        var isDashed = SkipDashes();
        if (!isDashed && text.AsSpan(at).TrimStart() is ['<', ..])
            Problem = $"{Quoted} is a layout, which is not supported.";
        while (Problem is null && !(isDashed ? SkipDashes() && (IsTrimmed() || Is('}')) : Is('}')))
        {
            if (at >= text.Length)
                Problem = Unclosed;
            at++;
        }
        if (Problem is null && !Is('}', IsTrimmed() ? 2 : 1))
            Problem = $"{Quoted} is a comment with a brace in it. Write it between {{{{!-- and --}}}}.";
        if (Problem is not null)
            return;
        at += IsTrimmed() ? 1 : 0;
        var isTrimmed = text[at - 1] == '~';
        Close(braces);
        remarks.Add((begin, at));
        if (isTrimmed || Is('}'))
            RemoveRemark(isTrimmed);
    }

    bool IsTrimmed() => Is('~') && Is('}', 1);

    /// <summary>A remark that the library does not read: it gets the text without it, and without the white space that it trims.</summary>
    void RemoveRemark(bool isTrimmed)
    {
        var from = text.AsSpan(begin).StartsWith("{{~", StringComparison.Ordinal) ? text.AsSpan(0, begin).TrimEnd().Length : begin;
        var to = isTrimmed ? text.Length - text.AsSpan(at).TrimStart().Length : at;
        edits.Add(new(from, to - from, ""));
        at = to;
    }

    bool SkipDashes()
    {
        if (!Is('-'))
            return false;
        at++;
        if (!Is('-'))
            return false;
        at++;
        return true;
    }

    void ReadTokens()
    {
        brackets = 0;
        var (tokens, isElse) = (0, false);
        while (Problem is null && !Is('}'))
        {
            if (at >= text.Length)
                Problem = Unclosed;
            else if (char.IsWhiteSpace(text[at]) || Is('~'))
                at++;
            else
            {
                var from = at;
                Read(text[at], isFirst: tokens == 0);
                if (tokens > 0)
                    KeepNumber(from);
                isElse |= tokens++ == 0 && at <= text.Length && text.AsSpan(from, at - from) is "else";
                Add();
            }
        }
        if (isElse)
            Else(isChained: tokens > 1);
        if (Problem is null && !Is('}', 1))
            Problem = $"{Quoted} contains a single closing brace. An expression ends with two.";
        if (Problem is null && brackets != 0)
            Problem = $"The brackets in {Quoted} do not match. Close each ( with ).";
    }

    void Read(char sign, bool isFirst)
    {
        switch (sign)
        {
            case '(':
                at++;
                Bracket(1);
                break;
            case ')':
                at++;
                Bracket(-1);
                break;
            case '"' or '\'':
                ReadText(sign);
                break;
            case '|':
                ReadBlockParameters();
                break;
            case '#' or '^' or '/' when isFirst:
                ReadBlock(sign);
                break;
            case '>' or '*':
                Problem = NoPartials;
                break;
            case '-' or (>= '0' and <= '9'):
                ReadNumber();
                break;
            case '_' or '$' or '.' or '@' or '[' or ']':
                ReadWord();
                break;
            default:
                if (char.IsLetter(sign))
                    ReadWord();
                else
                    Problem = $"`{sign}` is not allowed in {Quoted}. Put texts in quotation marks, and names with special characters in [ and ].";
                break;
        }
    }

    void Bracket(int change)
    {
        brackets += change;
        if (brackets < 0)
            Problem = $"The brackets in {Quoted} do not match. Close each ( with ).";
        CheckLevels();
    }

    void ReadText(char quote)
    {
        at++;
        while (at < text.Length && !Is(quote))
            at += Is('\\') && Is(quote, 1) ? 2 : 1;
        at++;
        CheckEnd("A text");
    }

    void ReadNumber()
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '+' or '.' or '/' or '_'))
            at++;
        if (at < text.Length && text[at] is not (' ' or ')' or '}'))
            Problem = $"The number in {Quoted} must be followed by a space or by the end of the expression. Write a name that starts with a digit in [ and ].";
    }

    /// <summary>A number that the library would read as text.</summary>
    void KeepNumber(int from)
    {
        if (Problem is null && at <= text.Length && char.IsAsciiDigit(text[at - 1]) && text.AsSpan(from, at - from) is var token
            && (token[0] == '-' || char.IsAsciiDigit(token[0])) && token.ContainsAnyExceptInRange('0', '9') | token.Length > 9 && Json.TryParse(token.ToString()) is { ValueKind: JsonValueKind.Number })
            edits.Add(new(from, token.Length, $"({TemplateHelpers.Number} \"{token}\")"));
    }

    void ReadWord()
    {
        var from = at;
        while (at < text.Length && text[at] is not ('}' or '~' or ')' or '=' or '"' or '\'') && !char.IsWhiteSpace(text[at]))
        {
            if (Is('['))
                at = text.IndexOf(']', at) is >= 0 and var end ? end : text.Length;
            at++;
        }
        if (at < text.Length && text[at] is '"' or '\'')
            Problem = $"A name in {Quoted} contains a quotation mark. Put a space before the text.";
        if (!Is('='))
            return;
        if (from > 0 && text[from - 1] == '(')
            Problem = $"`{text[from..at]}=` in {Quoted} directly follows a bracket. Put the name of a helper first.";
        at++;
    }

    void ReadBlockParameters()
    {
        at++;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is ' ' or '_' or '-'))
            at++;
        if (at < text.Length && !Is('|'))
            Problem = $"The names between | and | in {Quoted} may contain only letters, digits, _ and -.";
        at++;
        CheckEnd("The text between | and |");
    }

    void CheckEnd(string what)
    {
        if (Problem is null && at < text.Length && text[at] is not (')' or '}' or '~') && !char.IsWhiteSpace(text[at]))
            Problem = $"{what} in {Quoted} must be followed by a space or by the end of the expression.";
    }

    void ReadBlock(char sign)
    {
        var mark = at++;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        var from = at;
        while (at < text.Length && text[at] is not ('}' or '~') && !char.IsWhiteSpace(text[at]))
            at++;
        var name = text[from..at];
        if (name.StartsWith('>') || name.StartsWith('*'))
            Problem = NoPartials;
        else if (name.Length == 0 && sign == '^')
            ReadElse(mark);
        else if (name.Length == 0)
            Problem = $"{Quoted} has no name.";
        else if (sign == '/')
            CloseBlock(name, from);
        else
            OpenBlock(name, sign == '^' ? mark : null, from);
    }

    /// <summary><c>{{^}}</c>, the short form of <c>{{else}}</c>, which the library does not know.</summary>
    void ReadElse(int mark)
    {
        edits.Add(new(mark, 1, "else"));
        Else(isChained: false);
    }

    /// <summary>Opens a block. A section, whose name is a path, becomes a block of this product's own: the library reads some of them as text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inverted">Where the sign of an inverted block is; null if it is not inverted.</param>
    /// <param name="from">Where its name begins.</param>
    void OpenBlock(string name, int? inverted, int from)
    {
        const string Unless = "unless";
        var isSection = !TemplateSyntax.IsBlockWord(name);
        if (isSection && inverted is { } mark)
            edits.Add(new(mark, 1, $"#{Unless} "));
        else if (isSection)
            edits.Add(new(from, 0, $"{TemplateHelpers.Section} "));
        blocks.Push(new(name, 1, !isSection ? name : inverted is null ? TemplateHelpers.Section : Unless));
        levels++;
        CheckLevels();
    }

    void CloseBlock(string name, int from)
    {
        if (!blocks.TryPop(out var block))
            Problem = $"`{{{{/{name}}}}}` closes a block that was not opened.";
        else if (block.Name != name)
            Problem = $"`{{{{/{name}}}}}` is used where `{{{{/{block.Name}}}}}` should close its block.";
        else
            levels -= block.Levels;
        if (block is not null && block.Written != name)
            edits.Add(new(from, name.Length, block.Written));
        // Anything behind the name would make it an expression of another kind.
        while (at < text.Length && (Is('~') || char.IsWhiteSpace(text[at])))
            at++;
        if (Problem is null && at < text.Length && !Is('}'))
            Problem = $"{Quoted} closes a block; nothing may follow the name.";
    }

    void Else(bool isChained)
    {
        if (!blocks.TryPop(out var block))
        {
            Problem ??= "`{{else}}` is outside a block.";
            return;
        }
        blocks.Push(isChained ? block with { Levels = block.Levels + 1 } : block);
        levels += isChained ? 1 : 0;
        CheckLevels();
    }

    void CheckLevels()
    {
        if (levels + brackets > MostLevels)
            Problem ??= $"The template nests deeper than {MostLevels} levels. Make it simpler.";
    }

    void Add()
    {
        if (++Parts > MostParts)
            Problem ??= $"The template has more than {MostParts} expressions, names and values. Split it into several nodes.";
    }

    bool Is(char sign, int ahead = 0) => at + ahead < text.Length && text[at + ahead] == sign;

    string Unclosed => $"{Quoted} is not closed. Write }}}} at the end of the expression; for braces as text, write \\{{{{.";

    string NoPartials => $"{Quoted} is a partial, which is not supported.";

    /// <summary>The expression as it is written, shortened.</summary>
    string Quoted
    {
        get
        {
            const int Longest = 80;
            var end = text.IndexOf("}}", begin, StringComparison.Ordinal) is >= 0 and var found ? found + 2 : text.Length;
            return $"`{Excerpt.Of(text[begin..end], Longest)}`";
        }
    }
}
