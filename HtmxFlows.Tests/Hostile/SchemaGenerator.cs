namespace HtmxFlows.Tests.Hostile;

/// <summary>Generated JSON Schemas and values that they may be asked about.</summary>
sealed class SchemaGenerator(Random random, string[] references, string[] patterns)
{
    const int MostDefinitions = 6;

    static readonly string[] Names = ["a", "b", "c", "", "a/b", "%", "$ref"], Patterns = ["^(a+)+$", "^(a|aa)+$", "(.*)*x", "^[a-z]{1,900}!$", "^a"],
        OddPatterns = [.. Patterns, "(?=(a+)+b)", "\\\\p{L}+$", "(", "(a*)*\\\\1", "[^]", "\\\\d{0,9999}", "[a-z]{1,1000}{1,1000}"];

    /// <summary>References that lead nowhere, elsewhere, or where nothing is to be referred to.</summary>
    static readonly string[] OddReferences =
    [
        "#", "#/$defs/d0", "#/$defs/d1", "#/$defs/d2", "#/$defs/d3", "#/$defs/d4", "#/$defs/d5", "#/properties/a", "#/allOf/0", "#/none", "#anchor", "#dynamic", "http://x.example/s", "s", "urn:x:y", "file:///etc/passwd",
        "https://json-schema.org/draft/2020-12/schema", "#/$defs/d0/not", "#/%24defs/d0", "", "##", "#/$defs/d~10",
    ];

    public static string Schema(Random random)
    {
        // Most are as a person could mean them, so that they are accepted and evaluated.
        var (count, isOdd) = (random.Next(1, MostDefinitions + 1), random.Next(3) == 0);
        var generator = new SchemaGenerator(random, isOdd ? [.. OddReferences] : [.. Enumerable.Range(0, count).Select(index => $"#/$defs/d{index}")], isOdd ? OddPatterns : Patterns);
        return generator.Schema(count, isOdd);
    }

    string Schema(int count, bool isOdd)
    {
        var definitions = string.Join(',', Enumerable.Range(0, count).Select(index => $"\"d{index}\":{Rules(3)}"));
        var head = random.Next(isOdd ? 7 : 40) switch
        {
            0 => "\"$id\":\"http://x.example/s\",",
            1 => "\"$schema\":\"http://json-schema.org/draft-07/schema#\",",
            2 => "\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"$recursiveAnchor\":true,",
            3 => "\"$dynamicAnchor\":\"dynamic\",",
            4 => "\"$anchor\":\"anchor\",",
            5 => "\"$schema\":\"http://x.example/meta\",",
            _ => "",
        };
        return $$$"""{{{{head}}}"$defs":{{{{definitions}}}},{{{Members(4)}}}}""";
    }

    public static string Value(Random random, int depth) => random.Next(depth > 0 ? 12 : 8) switch
    {
        0 => "null",
        1 => "true",
        2 => "7",
        3 => "-1.5e300",
        4 => "123456789012345678901234567890",
        5 => $"\"{new string('a', random.Next(60))}!\"",
        6 => "\"\"",
        7 => "\"a\"",
        8 or 9 => $"[{string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => Value(random, depth - 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(index => $"\"{(index == 0 ? new string('a', random.Next(50)) + "!" : Names[index % 3])}\":{Value(random, depth - 1)}"))}}}",
    };

    string Rules(int depth) => random.Next(8) switch { 0 => "true", 1 => "false", _ => $"{{{Members(depth)}}}" };

    string Members(int depth) =>
        string.Join(',', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Member(depth)).DistinctBy(member => member.Split(':')[0]));

    string Member(int depth)
    {
        string Inner() => depth > 0 ? Rules(depth - 1) : "true";
        string Several() => string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Inner()));
        string Named(string[] names) => string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"\"{names[random.Next(names.Length)]}\":{Inner()}").DistinctBy(member => member.Split("\":")[0]));
        string Reference() => $"\"{references[random.Next(references.Length)]}\"";
        return random.Next(30) switch
        {
            0 or 1 or 2 or 3 => $"\"$ref\":{Reference()}",
            4 => $"\"$dynamicRef\":{Reference()}",
            5 => "\"$recursiveRef\":\"#\"",
            6 or 7 => $"\"allOf\":[{Several()}]",
            8 or 9 => $"\"anyOf\":[{Several()}]",
            10 => $"\"oneOf\":[{Several()}]",
            11 => $"\"not\":{Inner()}",
            12 => $"\"if\":{Inner()},\"then\":{Inner()},\"else\":{Inner()}",
            13 or 14 or 15 => $"\"properties\":{{{Named(Names)}}}",
            16 => $"\"patternProperties\":{{{Named(patterns)}}}",
            17 => $"\"additionalProperties\":{Inner()}",
            18 => $"\"unevaluatedProperties\":{Inner()}",
            19 => $"\"items\":{Inner()}",
            20 => $"\"prefixItems\":[{Several()}]",
            21 => $"\"contains\":{Inner()},\"minContains\":{random.Next(4)}",
            22 => $"\"unevaluatedItems\":{Inner()}",
            23 => $"\"dependentSchemas\":{{{Named(Names)}}}",
            24 => $"\"propertyNames\":{Inner()}",
            25 => $"\"pattern\":\"{patterns[random.Next(patterns.Length)]}\"",
            26 => $"\"type\":{(random.Next(3) == 0 ? "[\"string\",\"object\",\"array\"]" : "\"object\"")}",
            27 => $"\"enum\":[{Value(random, 1)}],\"const\":{Value(random, 1)}",
            28 => "\"multipleOf\":0.0001,\"minLength\":1e10,\"uniqueItems\":true",
            _ => $"\"format\":\"regex\",\"x\":{Value(random, 2)}",
        };
    }
}
