// Fetches the client libraries of libman.json with npm, where they are missing or of another version:
//   dotnet run --file libraries.cs -- <libman.json> <stamp>
// The stamp gets one line a file, "htmx.org@2.0.11 HtmxFlows/wwwroot/lib/htmx.org/dist/htmx.min.js". The build calls this.
#:property PublishAot=false

using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

var (list, stamp) = (Path.GetFullPath(args[0]), Path.GetFullPath(args[1]));
Directory.SetCurrentDirectory(Path.GetDirectoryName(list)!);
try
{
    var recorded = File.Exists(stamp) ? File.ReadAllLines(stamp) : [];
    var wanted = Read(list);
    foreach (var library in wanted.Where(library => !library.IsIn(recorded)))
        Restore(library, recorded);

    var files = wanted.SelectMany(library => library.Targets).ToHashSet();
    foreach (var old in recorded.Select(line => line.Split(' ')[1]).Where(old => !files.Contains(old)))
        File.Delete(old);

    // The build compares times with those of libman.json.
    foreach (var file in files)
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
    Replace(stamp, draft => File.WriteAllLines(draft, wanted.SelectMany(library => library.Lines)));
    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or JsonException or KeyNotFoundException)
{
    Console.WriteLine(e.Message);
    return 1;
}

static List<Library> Read(string list)
{
    using var json = JsonDocument.Parse(File.ReadAllText(list));
    return [.. json.RootElement.GetProperty("libraries").EnumerateArray().Select(library => new Library(
        library.GetProperty("library").GetString()!,
        library.GetProperty("destination").GetString()!,
        [.. library.GetProperty("files").EnumerateArray().Select(file => file.GetString()!)]))];
}

static void Restore(Library library, string[] recorded)
{
    if (Fetch(library) is not { } problem)
        Console.WriteLine($"Restored {library.Name}");
    // Files of which nothing is recorded were put there by LibMan from the same list: without npm they will do.
    else if (!library.Targets.All(file => File.Exists(file) && !recorded.Any(line => line.EndsWith($" {file}", StringComparison.Ordinal))))
        throw new InvalidDataException(
            $"{library.Name} is not restored: {problem}. Install Node.js, which brings npm, and see that it reaches its registry "
            + "(or run \"libman restore\"); then build again.");
}

// Null, or why it could not be done.
static string? Fetch(Library library)
{
    var folder = Directory.CreateTempSubdirectory("libraries-");
    try
    {
        return Pack(library.Name, folder.FullName) ?? Unpack(folder.GetFiles("*.tgz").Single(), library);
    }
    finally
    {
        folder.Delete(recursive: true);
    }
}

static string? Pack(string package, string folder)
{
    // On Windows npm is a script, which only cmd runs.
    string[] npm = OperatingSystem.IsWindows() ? ["cmd", "/c", "npm"] : ["npm"];
    var start = new ProcessStartInfo(npm[0], [.. npm[1..], "pack", package, "--ignore-scripts", "--loglevel=error"])
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
    try
    {
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"\"npm pack\" failed with {Reason(errors.Result)}";
    }
    catch (Win32Exception)
    {
        return "there is no npm on this machine";
    }
}

// npm explains itself on several lines, "npm error code E404" the first of them.
static string Reason(string errors) =>
    errors.Split('\n').FirstOrDefault(line => line.StartsWith("npm error ", StringComparison.Ordinal))?["npm error ".Length..].Trim() ?? "no reason given";

static string? Unpack(FileInfo package, Library library)
{
    var missing = library.Files.ToHashSet();
    using var archive = new GZipStream(package.OpenRead(), CompressionMode.Decompress);
    using var tar = new TarReader(archive);
    while (tar.GetNextEntry() is { } entry)
    {
        // All of an npm package is in one folder, mostly "package/".
        var name = entry.Name[(entry.Name.IndexOf('/') + 1)..];
        if (entry.DataStream is not null && missing.Remove(name))
            Replace(library.Target(name), draft => entry.ExtractToFile(draft, overwrite: true));
    }
    return missing.Count == 0 ? null : $"the package has no {string.Join(", ", missing)}";
}

// Another build of the same folder may be at it too: a file is there whole or not at all.
static void Replace(string path, Action<string> write)
{
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    var draft = $"{path}.{Environment.ProcessId}";
    write(draft);
    File.Move(draft, path, overwrite: true);
}

sealed record Library(string Name, string Destination, string[] Files)
{
    public IEnumerable<string> Targets => Files.Select(Target);

    public IEnumerable<string> Lines => Targets.Select(file => $"{Name} {file}");

    public string Target(string file) => $"{Destination.TrimEnd('/')}/{file}";

    public bool IsIn(string[] recorded) => Lines.All(recorded.Contains) && Targets.All(File.Exists);
}
