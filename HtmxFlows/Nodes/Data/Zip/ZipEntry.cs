namespace HtmxFlows.Nodes;

/// <summary>An entry of a zip archive, as the archive's directory describes it. It may be hostile: nothing of it has been checked.</summary>
/// <param name="Path">Only a text: no file is ever opened by it.</param>
/// <param name="Method">0 is stored, 8 is deflated.</param>
/// <param name="Crc">The checksum of the unpacked bytes.</param>
/// <param name="Packed">In bytes.</param>
/// <param name="Size">Unpacked, in bytes.</param>
/// <param name="At">Where its own header begins.</param>
/// <param name="Modified">As its writer's clock said, without a zone; null if it is no date.</param>
sealed record ZipEntry(string Path, int Method, bool IsEncrypted, uint Crc, long Packed, long Size, long At, DateTime? Modified)
{
    public bool IsFolder => Path.EndsWith('/');
}
