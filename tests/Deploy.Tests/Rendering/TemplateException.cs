namespace Muster.Deploy.Tests;

/// <summary>A template cannot be rendered: it is written wrongly, or it says itself (<c>fail</c>) what is.</summary>
internal sealed class TemplateException(string message) : Exception(message);
