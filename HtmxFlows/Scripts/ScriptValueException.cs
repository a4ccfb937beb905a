namespace HtmxFlows.Scripts;

/// <summary>A script returned what is not JSON; the message says what, where, and what to return instead.</summary>
sealed class ScriptValueException(string message) : Exception(message);
