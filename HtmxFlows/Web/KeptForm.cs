using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Inputs;

namespace HtmxFlows.Web;

/// <summary>A public form of several pages, as far as it is filled in.</summary>
/// <param name="Page">The page that is shown, from 0.</param>
/// <param name="Begun">When the first page was left.</param>
/// <param name="Texts">The texts of its fields by the names of the inputs, with files as the JSON of their values.</param>
public sealed record KeptForm(int Page, DateTimeOffset Begun, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>The form with what was sent of some inputs, and nothing for inputs that do not exist any more. A file that is not sent again is kept.</summary>
    public KeptForm With(SentForm sent, IReadOnlyList<FlowInput> page, IReadOnlyList<FlowInput> all) => this with
    {
        Texts = Texts.Where(text => all.Any(input => input.Name == text.Key) && (!sent.Texts.ContainsKey(text.Key) || page.All(input => input.Name != text.Key)))
            .Concat(sent.Texts.Where(text => page.Any(input => input.Name == text.Key))).ToDictionary(text => text.Key, text => text.Value),
    };

    /// <summary>The values of some inputs, or all problems.</summary>
    public (JsonElement? Input, IReadOnlyList<FieldProblem> Problems) Values(IReadOnlyList<FlowInput> declared) =>
        InputValues.OfTexts(declared, Texts.Where(text => declared.Any(input => input.Name == text.Key)).ToDictionary(text => text.Key, text => text.Value));

    /// <summary>The files in it, by the names of their inputs.</summary>
    public IEnumerable<(string Input, FileValue File)> Files(IReadOnlyList<FlowInput> declared) =>
        from input in declared
        where input.Type == FlowInputType.File && Texts.ContainsKey(input.Name)
        let file = Json.TryParse(Texts[input.Name]) is { } value ? FileValue.Of(value) : null
        where file is not null
        select (input.Name, file);

    public KeptForm Without(string input) => this with { Texts = Texts.Where(text => text.Key != input).ToDictionary(text => text.Key, text => text.Value) };
}
