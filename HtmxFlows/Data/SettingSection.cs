using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace HtmxFlows.Data;

/// <summary>Reads a section of the configuration into an object, and refuses keys and values that the object does not have.</summary>
public static class SettingSection
{
    /// <summary>The object of a section; a key without a value keeps its default.</summary>
    /// <param name="others">Keys of the section that are read elsewhere.</param>
    /// <exception cref="SettingException">A key is unknown, or a value has the wrong type or is out of its range. The message names the setting.</exception>
    public static T Read<T>(IConfigurationSection section, params IReadOnlyList<string> others) where T : class, new()
    {
        var settings = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToArray();
        RefuseUnknown(section, [.. settings.Select(setting => setting.Name), .. others]);
        var read = new T();
        foreach (var setting in settings)
        {
            if (IsList(setting.PropertyType))
                setting.SetValue(read, List(section.GetSection(setting.Name)));
            else if (section[setting.Name] is { } text && (text.Length > 0 || Nullable.GetUnderlyingType(setting.PropertyType) is null))
                setting.SetValue(read, Value(section, setting, text));
        }
        return read;
    }

    /// <summary>Refuses the keys of a section that are no settings.</summary>
    /// <exception cref="SettingException">The first unknown key.</exception>
    public static void RefuseUnknown(IConfiguration section, IReadOnlyList<string> known)
    {
        if (section.GetChildren().FirstOrDefault(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new SettingException($"{unknown.Path} is not a setting. The settings there are {string.Join(", ", known)}.");
    }

    static bool IsList(Type type) => type == typeof(IReadOnlyList<string>);

    /// <summary>The entries of a list, or of a text with commas: an environment variable holds only text.</summary>
    public static string[] List(IConfigurationSection section) =>
        [.. section.GetChildren().Select(child => child.Value ?? ""), .. (section.Value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    static object Value(IConfigurationSection section, PropertyInfo setting, string text)
    {
        var range = setting.GetCustomAttribute<RangeAttribute>();
        var type = Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
        var value = Parse(type, text);
        return value is not null && range?.IsValid(value) != false ? value
            : throw new SettingException($"{section.Path}:{setting.Name} is “{text}”, but it must be {Expectation(type)}{Limits(range)}.");
    }

    static object? Parse(Type type, string text) => type switch
    {
        _ when type == typeof(int) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ when type == typeof(double) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
        _ when type == typeof(TimeSpan) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero ? time : null,
        _ when type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : null,
        _ => text,
    };

    static string Expectation(Type type) =>
        type == typeof(int) ? "a whole number" : type == typeof(double) ? "a number" : type == typeof(TimeSpan) ? "a duration such as 00:00:10" : type == typeof(bool) ? "true or false" : "a text";

    static string Limits(RangeAttribute? range) =>
        range is null ? "" : string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}");
}
