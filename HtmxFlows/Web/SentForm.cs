using HtmxFlows.Files;
using HtmxFlows.Inputs;
using HtmxFlows.Views;

namespace HtmxFlows.Web;

/// <summary>What a form sent for inputs: their texts by name, with files as the JSON of their values.</summary>
/// <param name="Files">The files that were kept for the run.</param>
/// <param name="Problems">What is wrong with files that were not kept.</param>
public sealed record SentForm(IReadOnlyDictionary<string, string> Texts, IReadOnlyList<Guid> Files, IReadOnlyList<FieldProblem> Problems)
{
    /// <summary>Reads a form, and keeps its files.</summary>
    public static async Task<SentForm> Read(IFormCollection form, IReadOnlyList<FlowInput> declared, FileStore store, CancellationToken cancellation)
    {
        var texts = GivenInput.Sent(form);
        List<Guid> files = [];
        List<FieldProblem> problems = [];
        foreach (var input in declared.Where(input => input.Type == FlowInputType.File))
        {
            texts.Remove(input.Name);
            // A browser sends a field without a file too, without a name.
            if (form.Files.GetFile(InputValues.Prefix + input.Name) is not { FileName.Length: > 0 } sent)
                continue;
            try
            {
                var file = await Keep(sent, store, cancellation);
                texts[input.Name] = file.ToJson().GetRawText();
                files.Add(file.Id);
            }
            catch (FileException error)
            {
                problems.Add(new(InputValues.Prefix + input.Name, error.Message));
            }
        }
        return new(texts, files, problems);
    }

    /// <summary>The values, or all problems.</summary>
    public (System.Text.Json.JsonElement? Input, IReadOnlyList<FieldProblem> Problems) Values(IReadOnlyList<FlowInput> declared)
    {
        var (input, problems) = InputValues.OfTexts(declared, Texts);
        return (input, Problems.Count > 0 ? Problems : problems);
    }

    static async Task<FileValue> Keep(IFormFile sent, FileStore store, CancellationToken cancellation)
    {
        await using var file = store.Begin(sent.FileName, sent.ContentType);
        await sent.CopyToAsync(file, cancellation);
        return (await store.Keep([file], run: null))[0];
    }
}
