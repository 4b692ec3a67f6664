namespace Muster.Silo.Tests;

/// <summary>An operation of the API, as its description has it.</summary>
internal sealed record ApiOperation(string Method, string Path, string Id, string Tag, string Summary, params ApiAnswer[] Answers)
{
    public string? Text { get; init; }

    public ApiParameter[] Parameters { get; init; } = [];

    public Type? Body { get; init; }

    public bool BodyRequired { get; init; } = true;

    /// <summary>Codes of errors besides those that every call may meet.</summary>
    public string[] Codes { get; init; } = [];

    /// <summary>Served without a caller: it has no errors of access.</summary>
    public bool Public { get; init; }
}
