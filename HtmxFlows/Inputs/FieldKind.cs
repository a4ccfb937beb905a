namespace HtmxFlows.Inputs;

/// <summary>How a field is filled in.</summary>
public enum FieldKind { Text, Code, Template, Path, Number, Switch, Choice, Rows, Texts, Json, Group }
