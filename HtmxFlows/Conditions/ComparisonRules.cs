namespace HtmxFlows.Conditions;

/// <summary>The rules of <see cref="Comparison"/>, in sentences for people.</summary>
public static class ComparisonRules
{
    public static IReadOnlyList<string> All { get; } =
    [
        "Text is compared as text: 01234 and 1234 differ, and so do 1.0 and 1. Choose a type to compare text as numbers, dates or booleans.",
        "Two JSON numbers are compared exactly, with any number of digits: 9 comes before 10, and 1 equals 1.0.",
        "In a condition, text beside a JSON number is a number if it is written as JSON writes numbers: 7, not 07. Text and numbers beside true or false are a boolean if they read as one, such as SQL's 1.",
        "less and greater with a typed number compare numbers, and with a typed date points in time: the text 10 is greater than 9.",
        "null, empty text and words are neither less nor greater than a number or a date: such a condition is false.",
        "null equals null only, neither the text null nor empty text. In a join, a missing or null key matches nothing.",
        "Text is ordered by code point: upper case comes before lower case, unless case is ignored.",
        "When sorting, numbers come first, then dates, booleans, and text. Null and missing values are last. The direction does not change this. The minimum and maximum are the first items of the two directions.",
        $"A type is read from text and JSON alike: a number such as +7, .5 or 007; a date in {WrittenDate.Forms}; a boolean as {Truth.Words}, in any case.",
        "A date without an offset is UTC, and 24:00 is the start of the next day. What could be read in two ways, such as 01/02/2030 or 9:00 PM, is not a date.",
        "A value that is not of the chosen type equals no value of the type, is neither less nor greater, and is last when sorting. Compare with must be of the type.",
        "is-true and is-false read a value as a boolean, without a type too: SQL's 1 is true.",
        "Objects and lists are equal if their contents are equal; the order of an object's fields does not matter. They cannot be sorted.",
        "The type length compares the number of letters, items or fields of the left value; the types list and object also read JSON text.",
        "A regular expression matches anywhere in the text; ^ and $ anchor it to the start and the end. It never backtracks, so look-around and back references are not available.",
    ];
}
