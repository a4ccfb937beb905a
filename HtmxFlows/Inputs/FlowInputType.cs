
namespace HtmxFlows.Inputs;

/// <summary>What kind of value an input has, and so what a form has for it.</summary>
public enum FlowInputType { Text, Multiline, Number, Boolean, Date, Choice, Json, File }
