using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace HtmxFlows.Web;

/// <summary>
/// The hash of each client library, the <c>integrity</c> of the tag that asks for it. Made once, when the first page needs it.
/// </summary>
public sealed class LibraryIntegrity(IWebHostEnvironment environment)
{
    const string Folder = "lib";

    readonly FrozenDictionary<string, string> hashes = Files(environment.WebRootFileProvider, Folder)
        .ToFrozenDictionary(file => file.Path, file => Hash(file.Info), StringComparer.Ordinal);

    /// <param name="address">As in the page, <c>~/lib/htmx.org/dist/htmx.min.js</c>.</param>
    /// <returns><c>sha384-…</c>, or null for what is not a client library.</returns>
    public string? IntegrityOf(string address) => hashes.GetValueOrDefault(address);

    static IEnumerable<(string Path, IFileInfo Info)> Files(IFileProvider root, string folder) =>
        root.GetDirectoryContents(folder).SelectMany(entry => entry.IsDirectory
            ? Files(root, $"{folder}/{entry.Name}")
            : [($"~/{folder}/{entry.Name}", entry)]);

    static string Hash(IFileInfo file)
    {
        using var content = file.CreateReadStream();
        return $"sha384-{Convert.ToBase64String(SHA384.HashData(content))}";
    }
}
