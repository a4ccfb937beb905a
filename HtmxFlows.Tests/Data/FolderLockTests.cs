using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

public sealed class FolderLockTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_locked_once_and_free_again_afterwards()
    {
        var path = Path.Combine(folder.Path, "new", "folder");
        using (FolderLock.Take(path))
        {
            var error = Assert.Throws<SettingException>(() => FolderLock.Take(path));
            Assert.Equal($"Another HtmxFlows uses the data folder {path}. Stop it, or choose another folder with HtmxFlows:Data.", error.Message);
        }
        FolderLock.Take(path).Dispose();
    }

    [Fact]
    public void A_lock_file_that_a_crash_left_is_no_obstacle()
    {
        File.WriteAllText(Path.Combine(folder.Path, "htmxflows.lock"), "left");
        FolderLock.Take(folder.Path).Dispose();
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_a_sentence()
    {
        var path = Path.Combine(folder.Path, "file");
        File.WriteAllText(path, "");
        Assert.StartsWith($"The data folder {path} cannot be written: ", Assert.Throws<SettingException>(() => FolderLock.Take(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_lock_is_a_sentence()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "htmxflows.lock"));
        Assert.StartsWith($"The data folder {folder.Path} cannot be written: ", Assert.Throws<SettingException>(() => FolderLock.Take(folder.Path)).Message, StringComparison.Ordinal);
    }
}
