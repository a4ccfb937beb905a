namespace HtmxFlows.Accounts;

/// <summary>Which passwords are accepted: long ones that are not among the first that an attacker tries.</summary>
public static class PasswordRules
{
    /// <summary>The length of a password, in characters.</summary>
    public const int Shortest = 12, Longest = 128;

    /// <summary>
    /// The starts of common passwords of twelve and more characters, in lower case; shorter ones are refused by their length. Their letters are compared
    /// without digits and signs at the end, by which such passwords are usually made longer.
    /// </summary>
    static readonly HashSet<string> Common =
    [
        "password", "passwordpassword", "mypassword", "thepassword", "newpassword", "adminpassword", "rootpassword", "changeme", "changemenow", "pleasechangeme", "changethispassword",
        "letmein", "letmeinplease", "letmeinnow", "iloveyou", "iloveyousomuch", "iloveyouforever", "welcome", "welcomehome", "welcomeback", "administrator", "admin", "adminadmin", "adminadminadmin",
        "qwerty", "qwertyuiop", "qwertyqwerty", "qwertyuiopasdf", "qwertyuiopasdfghjkl", "qwertyuiopasdfghjklzxcvbnm", "asdfghjkl", "asdfghjklasdf", "asdfasdfasdf", "zxcvbnm", "zxcvbnmasdf", "qazwsxedcrfv", "qazwsxedc",
        "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u8i", "q1w2e3r4t5y6", "zaq12wsxcde3", "abcdefghijkl", "abcdefghijklm", "abcdefghijklmnopqrstuvwxyz", "abc123abc123", "123qweasdzxc",
        "football", "footballfootball", "baseball", "basketball", "superman", "batman", "princess", "sunshine", "monkey", "dragon", "master", "shadow", "michael", "trustno", "whatever", "starwars",
        "computer", "internet", "corvette", "liverpool", "manchester", "manchesterunited", "christopher", "alexander", "elizabeth", "jonathan", "jennifer", "harrypotter", "mickeymouse", "blink", "pokemon",
        "correcthorsebatterystaple", "correct horse battery staple", "thisisapassword", "thisismypassword", "secretsecret", "secret", "supersecret", "topsecret", "testtesttest", "testing", "test", "default", "defaultpassword",
        "iamtheadmin", "nopassword", "unknown", "access", "accessdenied", "fuckyou", "fuckyoufuckyou", "motherfucker", "jesuschrist", "jesusisgod", "godisgood", "iloveyoubaby", "onceuponatime", "htmxflows", "workflow", "workflows",
        "summer", "winter", "spring", "autumn", "monday", "december", "november", "january", "company", "companyname", "temporary", "temporarypassword", "temp",
    ];

    /// <summary>Runs of characters that a keyboard or a count gives, in both directions.</summary>
    static readonly string[] Runs = ["0123456789012345678901234567890", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1234567890qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p"];

    /// <summary>What is wrong with a password, in a sentence; null if nothing is.</summary>
    /// <param name="name">The name of its user.</param>
    public static string? FindProblem(string password, string name) =>
        password.Length < Shortest ? $"The password is shorter than {Shortest} characters. Use a longer one, e.g. a few words."
        : password.Length > Longest ? $"The password is longer than {Longest} characters. Shorten it."
        : IsCommon(password.ToLowerInvariant()) ? "This password is one of the first that attackers try. Use another one."
        : name.Length > 2 && Rest(password, name).Length < Shortest / 2 ? "The password is mostly the name of the user. Use another one."
        : null;

    static bool IsCommon(string password) =>
        Common.Contains(password) || Common.Contains(password.TrimEnd([.. "0123456789!?.-_*#@$ "])) || Common.Contains(Plain(password)) || IsRepeated(password) || Runs.Any(run => run.Contains(password) || Reversed(run).Contains(password));

    /// <summary>The password with letters in the place of the digits and signs that look like them, without others at the end.</summary>
    static string Plain(string password) =>
        password.TrimEnd([.. "0123456789!?.-_*#@$ "]).Replace('@', 'a').Replace('4', 'a').Replace('3', 'e').Replace('1', 'i').Replace('0', 'o').Replace('$', 's').Replace('5', 's').Replace('7', 't');

    /// <summary>Whether it is a short piece again and again.</summary>
    static bool IsRepeated(string password) =>
        Enumerable.Range(1, 6).Any(length => password.Index().All(c => c.Item == password[c.Index % length])) && password.Distinct().Count() < Shortest / 2 + 1;

    static string Reversed(string text) => new([.. text.Reverse()]);

    static string Rest(string password, string name) => password.Replace(name, "", StringComparison.OrdinalIgnoreCase);
}
