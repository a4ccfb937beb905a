using HtmxFlows.Data;

namespace HtmxFlows.Keys;

public static class KeySetup
{
    /// <summary>Registers the server keys and sealed values. They need the database.</summary>
    /// <param name="folder">Gives the path of the data folder.</param>
    /// <exception cref="SettingException">A setting has an invalid value.</exception>
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string> folder)
    {
        var options = SettingSection.Read<KeyOptions>(configuration.GetSection(KeyOptions.Section));
        return services.AddSingleton(parts => new KeyRing(options, folder(parts))).AddSingleton<SealedValues>();
    }
}
