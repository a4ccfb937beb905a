using HtmxFlows.Data;

namespace HtmxFlows.Keys;

/// <summary>A file with server keys in base64, one a line, the current one first. Empty lines and those that begin with # say nothing.</summary>
sealed class ServerKeyFile(string path)
{
    const string Head = "# The keys that open the credentials of this server. Keep a copy apart from the data: nothing replaces them.";

    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path => path;

    /// <returns>Null if there is no file.</returns>
    /// <exception cref="SettingException">The file cannot be read, or holds something else.</exception>
    public IReadOnlyList<ServerKey>? Read()
    {
        try
        {
            string[] lines = [.. File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
            ServerKey[] keys = [.. lines.Select(ServerKey.Parse).OfType<ServerKey>()];
            return keys.Length == lines.Length && keys.Length > 0 ? keys : throw new SettingException(
                $"The file {path} must hold server keys: {Cipher.KeyBytes} bytes in base64 a line. Put a copy of the right file in its place.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The server key cannot be read: {error.Message} Give the server the right to read it.", error);
        }
    }

    /// <summary>Replaces the file, durably: whatever interrupts it, the file is the old one or the new one.</summary>
    /// <exception cref="SettingException">The file cannot be written; it stays as it was.</exception>
    public void Write(IEnumerable<ServerKey> keys)
    {
        var written = $"{path}.new";
        try
        {
            // What an interrupted process left there may have other rights.
            File.Delete(written);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            using (var stream = new FileStream(written, options))
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                writer.WriteLine(Head);
                foreach (var key in keys)
                    writer.WriteLine(key.Text);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }
            File.Move(written, path, overwrite: true);
            DurableFolder.Flush(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The server key cannot be written: {error.Message} Give the server the right to write {path}.", error);
        }
    }
}
