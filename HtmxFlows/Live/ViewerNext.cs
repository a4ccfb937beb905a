namespace HtmxFlows.Live;

/// <summary>A viewer's next step, and its position after it. A batch moves the position further, see <see cref="ViewerPosition.After"/>.</summary>
public readonly record struct ViewerNext(ViewerStep Step, ViewerPosition Position);
