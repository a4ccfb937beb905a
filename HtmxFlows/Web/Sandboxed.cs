namespace HtmxFlows.Web;

/// <summary>Marks endpoints that answer what workflows make: in a browser it runs no script, sends no form and shares nothing with the app.</summary>
sealed class Sandboxed;
