namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>A page that reads the form that is open in the editor. Of any other page's form, <see cref="OpenForm"/> saves it.</summary>
interface IReadsOpenForm;
