using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Compression;
using System.IO.Enumeration;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Lists and extracts the files of a zip archive, or makes one.</summary>
public sealed class ArchiveNode : NodeType<ArchiveNode.Configuration>
{
    /// <summary>The most files that are extracted or put into an archive.</summary>
    public const int MostFiles = 1000;

    /// <summary>How many times as large as its archive the extracted content may be, once it exceeds <see cref="AlwaysAllowed"/>.</summary>
    public const int MostRatio = 200;

    /// <summary>What an archive may unpack to whatever its own size is, in bytes.</summary>
    public const int AlwaysAllowed = 16 * 1024 * 1024;

    const int BufferBytes = 64 * 1024;

    public enum Operation { List, Extract, Create }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "List: the entries of a zip archive. Extract: its files. Create: a zip archive of files."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The archive. Create: a file, or a list of files or of objects with “path” and “file”, as from extract. Default: the input.")]
        public Template? Value { get; init; }

        [AppliesWhen(nameof(Operation), Operation.List, Operation.Extract), Display(Name = "Only", Description = "List and extract: the entries whose path matches, e.g. *.csv or data/*. * is any text, ? is one character. Default: all.")]
        public string Only { get; init; } = "";

        [AppliesWhen(nameof(Operation), Operation.Create), Display(Name = "File name", Description = "Create: the name of the archive. Default: archive.zip.")]
        public Template? FileName { get; init; }
    }

    public override string Name => "archive";
    public override string Title => "Zip archive";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Lists or extracts the files of a zip archive, or puts files into a new one. Extracting returns a list of objects with “path” and “file”. Archives within the archive stay files.";
    public override IReadOnlyList<string> Synonyms { get; } = ["zip", "unzip", "Compression", "extract files"];
    public override string Describe(WrittenConfiguration written) => $"{written.Choice("operation", "list")} {written.Text("fileName")}".TrimEnd();
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Tables of a download", """{"operation": "extract", "value": "{{fetch.body}}", "only": "*.csv"}"""),
        new("What is in an archive", """{"operation": "list", "value": "{{fetch.body}}"}"""),
        new("Pack two files", """{"operation": "create", "value": "{{files}}", "fileName": "report-{{run.id}}.zip"}"""),
    ];
    public override Execution Execution => Execution.External;

    protected override bool IsHeavy(Configuration configuration) => true;

    protected override async ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        return new NodeOutcome.Completed(configuration.Operation switch
        {
            Operation.List => List(configuration, value, context, cancellation),
            Operation.Extract => await Extract(configuration, value, context, cancellation),
            _ => (await Create(configuration, value, context, cancellation)).ToJson(),
        });
    }

    static JsonElement List(Configuration configuration, JsonElement value, NodeContext context, CancellationToken cancellation)
    {
        using var archive = new ZipReader(context.Files.Open(context.Files.Get(value)));
        using var list = new OutputList(context.Limits, cancellation);
        foreach (var entry in archive.Entries.Where(entry => IsMeant(configuration, entry)))
        {
            list.Add(Json.From(new
            {
                path = entry.Path,
                size = entry.Size,
                packed = entry.Packed,
                folder = entry.IsFolder,
                encrypted = entry.IsEncrypted,
                modified = entry.Modified?.ToString("s", CultureInfo.InvariantCulture),
            }));
        }
        return list.ToJson();
    }

    static bool IsMeant(Configuration configuration, ZipEntry entry) =>
        configuration.Only.Length == 0 || FileSystemName.MatchesSimpleExpression(configuration.Only.Replace("\\", "/", StringComparison.Ordinal), entry.Path);

    static async Task<JsonElement> Extract(Configuration configuration, JsonElement value, NodeContext context, CancellationToken cancellation)
    {
        var source = context.Files.Get(value);
        List<NewFileStream> written = [];
        try
        {
            using var archive = new ZipReader(context.Files.Open(source));
            ZipEntry[] entries = [.. archive.Entries.Where(entry => !entry.IsFolder && IsMeant(configuration, entry))];
            if (entries.Length > MostFiles)
                throw new NodeException($"The archive has {entries.Length:N0} files to extract; the limit is {MostFiles:N0}. Choose some of them with Only.");
            var budget = new Budget(source, context.Files.RunBytes);
            foreach (var entry in entries)
            {
                written.Add(context.Files.Begin(entry.Path));
                Copy(archive.Open(entry), written[^1], budget, cancellation);
            }
            var files = await context.Files.Keep(written);
            return Json.From(entries.Zip(files, (entry, file) => new Dictionary<string, JsonElement> { ["path"] = Json.Text(entry.Path), ["file"] = file.ToJson() }));
        }
        finally
        {
            written.ForEach(file => file.Dispose());
        }
    }

    static void Copy(Stream content, NewFileStream file, Budget budget, CancellationToken cancellation)
    {
        using (content)
        {
            var buffer = new byte[BufferBytes];
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                budget.Take(read);
                NodeFiles.Attempt(() => file.Write(buffer, 0, read));
            }
        }
        // Not at the end, for all together: each open file is one of few.
        NodeFiles.Attempt(() => file.Finish());
    }

    static async Task<FileValue> Create(Configuration configuration, JsonElement value, NodeContext context, CancellationToken cancellation)
    {
        var parts = Parts(value, context);
        var name = configuration.FileName is { Text.Length: > 0 } given ? given.Render(context, cancellation) : "archive.zip";
        await using var file = context.Files.Begin(name, "application/zip");
        NodeFiles.Attempt(() => Write(file, parts, context, cancellation));
        return await context.Files.Keep(file);
    }

    static void Write(NewFileStream file, IEnumerable<(string Path, FileValue File)> parts, NodeContext context, CancellationToken cancellation)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        HashSet<string> paths = new(StringComparer.OrdinalIgnoreCase);
        var buffer = new byte[BufferBytes];
        foreach (var part in parts)
        {
            var entry = archive.CreateEntry(Unused(part.Path, paths));
            entry.LastWriteTime = context.Time.GetUtcNow();
            using var target = entry.Open();
            using var source = context.Files.Open(part.File);
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                target.Write(buffer, 0, read);
            }
        }
    }

    static (string Path, FileValue File)[] Parts(JsonElement value, NodeContext context)
    {
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (items.Length > MostFiles)
            throw new NodeException($"The list has {items.Length:N0} files; an archive is made of at most {MostFiles:N0}.");
        return [.. items.Select(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("file", out var inner)
            ? Part(inner, item.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String ? path.GetString() : null, context)
            : Part(item, null, context))];
    }

    static (string Path, FileValue File) Part(JsonElement value, string? path, NodeContext context)
    {
        var file = context.Files.Get(value);
        return (path is null ? file.Name : Inside(path), file);
    }

    /// <summary>A path that stays inside the folder into which the archive will be unpacked.</summary>
    static string Inside(string path) =>
        string.Join('/', path.Split('/', '\\').Where(part => part.Trim(' ', '.').Length > 0).Select(FileName.Safe).DefaultIfEmpty(FileName.Safe(null)));

    static string Unused(string path, HashSet<string> paths)
    {
        var (stem, extension) = (path[..^Path.GetExtension(path).Length], Path.GetExtension(path));
        for (var number = 2; !paths.Add(path); number++)
            path = string.Create(CultureInfo.InvariantCulture, $"{stem} ({number}){extension}");
        return path;
    }

    /// <summary>How much one archive may still unpack.</summary>
    sealed class Budget(FileValue archive, long mostBytes)
    {
        readonly long most = Math.Min(mostBytes, Math.Max(AlwaysAllowed, archive.Size * MostRatio));
        long taken;

        public void Take(int bytes)
        {
            if ((taken += bytes) > most)
                throw new NodeException($"The archive “{archive.Name}” unpacks to more than {most:N0} bytes, the limit for its size. Choose some of its files with Only.");
        }
    }
}
