namespace HtmxFlows.Conditions;

/// <summary>A unit of calendar and clock, the longest first.</summary>
public enum DateUnit { Years, Months, Weeks, Days, Hours, Minutes, Seconds }
