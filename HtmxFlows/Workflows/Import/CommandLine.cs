using System.Text.RegularExpressions;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The words of a pasted curl command without <c>curl</c> itself, a prompt, comments, and commands around it.</summary>
/// <param name="Words">The options and addresses; empty if the text is for another program.</param>
/// <param name="Problems">What was ignored, in sentences.</param>
/// <param name="IsCurl">Whether the text is a curl command.</param>
sealed partial record CommandLine(IReadOnlyList<string> Words, IReadOnlyList<string> Problems, bool IsCurl)
{
    const string Paste = "Paste a curl command: curl https://example.com/…";

    /// <summary>Programs that run the command that follows them.</summary>
    static readonly HashSet<string> Wrappers = ["sudo", "doas", "env", "time", "timeout", "nohup", "nice", "command", "exec", "watch", "then", "do"];

    /// <summary>Parameters of PowerShell's own commands, which it also calls curl.</summary>
    static readonly HashSet<string> PowerShellParameters =
        new(["-Uri", "-Method", "-Headers", "-Body", "-ContentType", "-UseBasicParsing", "-OutFile", "-WebSession", "-InFile", "-Credential"], StringComparer.OrdinalIgnoreCase);

    public static CommandLine Read(string text)
    {
        var line = Prompt().Replace(WithoutComments(text.ReplaceLineEndings("\n").Trim()), "", 1);
        var shell = ShellMark().Match(line);
        if (PowerShellStart().IsMatch(line) || shell.Groups["powershell"].Success)
            return PowerShell;
        var (words, problems) = shell.Groups["cmd"].Success ? Read(new CommandPromptWords(line)) : Read(new ShellWords(line, IsRead));
        if (words.Any(PowerShellParameters.Contains))
            return PowerShell;
        if (IndexOfCurl(words) is >= 0 and var index)
            return new([.. words.Skip(index + 1)], problems, true);
        if (words.Count == 0 && problems.Count > 0)
            return new([], [.. problems, $"There is no curl command in the text. {Paste}"], false);
        return words.Count == 0 || IsRead(words) ? new(words, problems, true)
            : new([], [.. problems, $"“{Excerpt.Of(words[0])}” is not curl, and only curl commands are read. {Paste}"], false);
    }

    static CommandLine PowerShell { get; } = new([], ["This is a PowerShell command, which is not read. In the browser's network panel, choose “Copy as cURL (bash)”, and paste that."], false);

    static (IReadOnlyList<string> Words, IReadOnlyList<string> Problems) Read(CommandPromptWords cmd) => (cmd.Words, cmd.Problems);

    static (IReadOnlyList<string> Words, IReadOnlyList<string> Problems) Read(ShellWords shell) => (shell.Words, shell.Problems);

    static bool IsRead(IReadOnlyList<string> words) => IndexOfCurl(words) >= 0 || BareStart().IsMatch(words[0]);

    /// <summary>Where curl is called, at the start or after variables and programs that call it; -1 if it is not.</summary>
    static int IndexOfCurl(IReadOnlyList<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (IsCurlName(words[at]))
                return at;
            if (Wrappers.Contains(words[at]))
                return words.Skip(at).TakeWhile(word => !IsCurlName(word)).Count() + at is var index && index < words.Count ? index : -1;
            if (!Assignment().IsMatch(words[at]))
                return -1;
        }
        return -1;
    }

    static bool IsCurlName(string word) => word[(word.LastIndexOfAny(['/', '\\']) + 1)..].ToUpperInvariant() is "CURL" or "CURL.EXE";

    /// <summary>The text from its first line that is no comment; the number sign before the only command is the prompt of an administrator.</summary>
    static string WithoutComments(string text)
    {
        var at = 0;
        while (at < text.Length && text[at] == '#' && text.IndexOf('\n', at) is >= 0 and var end)
            at = text.AsSpan(end).IndexOfAnyExcept(" \t\n") is >= 0 and var blank ? end + blank : text.Length;
        return text.IndexOf("curl", at, StringComparison.OrdinalIgnoreCase) >= 0 ? text[at..].TrimStart('#', ' ', '\t') : text.TrimStart('#', ' ', '\t');
    }

    [GeneratedRegex(@"^(?:[$%>❯➜][ \t]+|!|PS [^>\n]*>[ \t]*|[A-Za-z]:\\[^>\n]*>[ \t]*|[\w.-]+@[\w.-]+[^\n$#%]*[$#%][ \t]+)")]
    private static partial Regex Prompt();

    /// <summary>The first sign of the shell that a text is for: quotation marks and continued lines.</summary>
    [GeneratedRegex(@"(?<posix>[ \t]\$?'|\\\n)|(?<cmd>[ \t]\^""|\^\n)|(?<powershell>`\n)")]
    private static partial Regex ShellMark();

    [GeneratedRegex(@"^(?:\$\w+\s*=|Invoke-[A-Za-z]+\b|iwr\b|irm\b)", RegexOptions.IgnoreCase)]
    private static partial Regex PowerShellStart();

    [GeneratedRegex(@"^[A-Za-z_]\w*=")]
    private static partial Regex Assignment();

    /// <summary>How the words of a curl command begin if curl itself was not copied.</summary>
    [GeneratedRegex(@"^(?:-|\{\{|[A-Za-z][A-Za-z0-9+.-]*://)")]
    private static partial Regex BareStart();
}
