using System.Text;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Outbound;

namespace HtmxFlows.Nodes;

/// <summary>
/// The files of a node: it reads those that its run holds, whatever ids its values have, and makes new ones, which the run holds then.
/// Types that make files are external, so that their run is durable before.
/// </summary>
/// <param name="store">Null if there are no files.</param>
/// <param name="find">Finds a file that it may read, by its id.</param>
/// <param name="run">The run that holds what it makes; null if none does.</param>
public sealed class NodeFiles(FileStore? store, Func<Guid, FileValue?> find, Guid? run, NodeLimits limits, Secrets secrets)
{
    /// <summary>The largest file that is read as a tree of elements, which takes many times its bytes.</summary>
    public const int LargestDocument = 4 * 1024 * 1024;

    /// <summary>For nodes without a run, such as examples.</summary>
    public static NodeFiles None { get; } = new(null, _ => null, null, new(), Secrets.None);

    /// <summary>The run that the node belongs to; null if it is tested alone.</summary>
    public Guid? Run => run;

    FileStore Store => store ?? throw new NodeException("Files are available in runs only. Start a run of the workflow.");

    /// <summary>The file that a value refers to, as the run holds it.</summary>
    /// <exception cref="NodeException">The value is no file, or the run does not hold it.</exception>
    public FileValue Get(JsonElement value) => Find(value) ?? throw new NodeException($"The value is {Json.Describe(value)}; a file is required. Use one expression that returns a file, such as the body of a download.");

    /// <summary>The file that a value refers to, as the run holds it; null if the value is no file.</summary>
    /// <exception cref="NodeException">The run does not hold the file.</exception>
    public FileValue? Find(JsonElement value) => FileValue.Of(value) is not { } file ? null
        : find(file.Id) ?? throw new NodeException(
            $"The file {file.Id} is not available in this run. A run opens only files that it made, or received from its inputs, its child runs or the store.");

    /// <summary>The bytes of a file that <see cref="Get"/> gave.</summary>
    /// <exception cref="NodeException">They cannot be read.</exception>
    public FileStream Open(FileValue file) => Attempt(() => Store.Open(file));

    /// <summary>All bytes of a file.</summary>
    /// <param name="most">The most that the caller can read, in bytes; the limit of a node is another.</param>
    /// <exception cref="NodeException">They cannot be read, or are more than a node reads at once.</exception>
    public byte[] ReadAll(FileValue file, int most = int.MaxValue)
    {
        if (file.Size > Math.Min(most, limits.ReadBytes))
            throw TooLarge(file, most);
        using var source = Open(file);
        var bytes = new byte[file.Size];
        return Attempt(() =>
        {
            source.ReadExactly(bytes);
            return bytes;
        });
    }

    /// <summary>The text of a file: in the encoding of a byte order mark, else the given one, else that of its type, else the one that it declares, else UTF-8.</summary>
    /// <inheritdoc cref="ReadAll"/>
    public string ReadText(FileValue file, Encoding? encoding = null, int most = int.MaxValue)
    {
        var bytes = ReadAll(file, most);
        return CharacterSet.Read(bytes, encoding ?? Named(file) ?? DeclaredEncoding.Find(bytes, file.Type) ?? Encoding.UTF8);
    }

    /// <summary>The text of a value: of a file its content, of another value itself.</summary>
    /// <inheritdoc cref="ReadAll"/>
    public string TextOf(JsonElement value, int most = int.MaxValue) => Find(value) is { } file ? ReadText(file, most: most) : Json.AsText(value);

    /// <summary>How much the files of a run may have together, in bytes.</summary>
    public long RunBytes => Store.RunBytes;

    /// <summary>Begins a file. Write to it, and keep it.</summary>
    /// <exception cref="NodeException">The disk does not take it.</exception>
    public NewFileStream Begin(string name, string? type = null) => Attempt(() => Store.Begin(secrets.Mask.Mask(name), type, secrets));

    /// <summary>Keeps a file; its value can be an output then.</summary>
    /// <exception cref="NodeException">The disk does not take it, or the run has too many.</exception>
    public async Task<FileValue> Keep(NewFileStream file) => (await Keep([file]))[0];

    /// <inheritdoc cref="Keep(NewFileStream)"/>
    public async Task<IReadOnlyList<FileValue>> Keep(IReadOnlyList<NewFileStream> files)
    {
        try
        {
            return await Store.Keep(files, run);
        }
        catch (FileException error)
        {
            throw new NodeException(error.Message, error);
        }
        catch (BrokenReferenceException error)
        {
            throw new NodeException("The run has been deleted.", error);
        }
    }

    NodeException TooLarge(FileValue file, int most) => new($"The file “{file.Name}” has {file.Size:N0} bytes; this node reads at most {Math.Min(most, limits.ReadBytes):N0}. "
        + (most < limits.ReadBytes ? "Use a smaller file." : $"Use a smaller file, or raise the setting HtmxFlows:Nodes:{nameof(NodeLimits.ReadBytes)}."));

    static Encoding? Named(FileValue file) => MediaType.CharsetOf(file.Type) is not { } charset ? null
        : CharacterSet.Find(charset) ?? throw new NodeException($"The file “{file.Name}” is text in the charset \"{charset}\", which is not supported. Read it with a file node that has an Encoding.");

    /// <summary>Writes, or reads, a file.</summary>
    /// <exception cref="NodeException">The disk does not do it, or a limit is exceeded.</exception>
    internal static void Attempt(Action work) => Attempt(() =>
    {
        work();
        return true;
    });

    static T Attempt<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (FileException error)
        {
            throw new NodeException(error.Message, error);
        }
        catch (IOException error)
        {
            throw new NodeException($"The file cannot be read: {error.Message} Check the disk of the data folder.", error);
        }
    }
}
