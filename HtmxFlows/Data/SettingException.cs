namespace HtmxFlows.Data;

/// <summary>A setting cannot be used; the message names it and says what to change. The app does not start with it.</summary>
public sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
