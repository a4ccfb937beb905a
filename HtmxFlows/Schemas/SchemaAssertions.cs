using System.Text.Json;
using HtmxFlows.Conditions;

namespace HtmxFlows.Schemas;

/// <summary>Reads the keywords that have no schema in them. What is no keyword is a remark, and is left alone.</summary>
static class SchemaAssertions
{
    public static void Read(SchemaNode node, SchemaKeyword keyword, SchemaDialect dialect)
    {
        switch (keyword.Name)
        {
            case "type":
                node.Types = Types(keyword);
                break;
            case "const":
                node.Const = ComparedValue.OfStructure(keyword.Value);
                break;
            case "enum":
                node.Enum = keyword.Items().Select(item => ComparedValue.OfStructure(item.Value)).ToHashSet();
                break;
            case "required":
                node.Required = keyword.Texts();
                break;
            case "minProperties":
                node.MinProperties = keyword.Count();
                break;
            case "maxProperties":
                node.MaxProperties = keyword.Count();
                break;
            case "minContains" when dialect >= SchemaDialect.Draft201909:
                node.MinContains = keyword.Count();
                break;
            case "maxContains" when dialect >= SchemaDialect.Draft201909:
                node.MaxContains = keyword.Count();
                break;
            case "minItems":
                node.MinItems = keyword.Count();
                break;
            case "maxItems":
                node.MaxItems = keyword.Count();
                break;
            case "uniqueItems":
                node.UniqueItems = keyword.Flag();
                break;
            case "minLength":
                node.MinLength = keyword.Count();
                break;
            case "maxLength":
                node.MaxLength = keyword.Count();
                break;
            case "pattern":
                keyword.CheckPattern(keyword.Text());
                node.Pattern = keyword.Text();
                break;
            case "format":
                node.Format = keyword.Text();
                break;
            case "minimum":
                node.Minimum = keyword.Number();
                break;
            case "maximum":
                node.Maximum = keyword.Number();
                break;
            case "exclusiveMinimum":
                node.ExclusiveMinimum = keyword.Number();
                break;
            case "exclusiveMaximum":
                node.ExclusiveMaximum = keyword.Number();
                break;
            case "multipleOf":
                node.MultipleOf = keyword.Number() is { Sign: > 0 } factor ? factor : throw keyword.Not("a number above 0");
                break;
        }
    }

    static SchemaTypes Types(SchemaKeyword keyword) =>
        keyword.Value.ValueKind == JsonValueKind.Array ? keyword.Items().Aggregate(SchemaTypes.None, (types, item) => types | Type(item)) : Type(keyword);

    static SchemaTypes Type(SchemaKeyword keyword) => keyword.Value.ValueKind != JsonValueKind.String ? throw keyword.Not(TypeNames) : keyword.Value.GetString() switch
    {
        "null" => SchemaTypes.Null,
        "boolean" => SchemaTypes.Boolean,
        "object" => SchemaTypes.Object,
        "array" => SchemaTypes.Array,
        "number" => SchemaTypes.Number,
        "string" => SchemaTypes.String,
        "integer" => SchemaTypes.Integer,
        _ => throw keyword.Not(TypeNames),
    };

    const string TypeNames = "one of null, boolean, object, array, number, string and integer";
}
