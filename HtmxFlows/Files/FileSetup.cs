using HtmxFlows.Data;

namespace HtmxFlows.Files;

public static class FileSetup
{
    /// <summary>The folder of the bytes, in the data folder.</summary>
    public const string Folder = "files";

    /// <summary>Registers the files, set up from the configuration section <c>HtmxFlows:Files</c>. They need a database.</summary>
    /// <param name="data">Gives the path of the data folder.</param>
    /// <exception cref="SettingException">A setting cannot be read; the message names it.</exception>
    public static IServiceCollection AddFiles(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string> data)
    {
        var limits = SettingSection.Read<FileLimits>(configuration.GetSection(FileLimits.Section));
        return services.AddSingleton(limits).AddSingleton<FileRemoval>().AddSingleton<FileList>().AddSingleton(parts =>
            new FileStore(parts.GetRequiredService<IDatabase>(), Path.Combine(data(parts), Folder), limits, parts.GetRequiredService<TimeProvider>()));
    }
}
