namespace Orleans.Embedded;

/// <summary>Asks the grain for the next values of an enumeration; the first such call begins it.</summary>
internal sealed class StepRequest<T>(Guid id, int batchSize, StreamRequest<T>? beginning, CancellationToken token)
    : TaskRequest<StreamStep<T>>(beginning?.Info ?? CallInfo.Enumeration)
{
    public override CancellationToken Token { get; set; } = token;

    protected override Task Call(object grain)
    {
        var all = Callee.Extras.Enumerations ??= [];
        if (beginning is not null && all.TryAdd(id, new Enumeration<T>(beginning, grain)) && Callee.IsEnding)
            all[id].Abort();

        return all.GetValueOrDefault(id) is Enumeration<T> enumeration
            ? enumeration.NextAsync(batchSize)
            : Task.FromResult(new StreamStep<T>([], IsLast: true, IsAborted: true));
    }
}

/// <summary>The values that were ready, and whether there may be more.</summary>
internal readonly record struct StreamStep<T>(List<T> Values, bool IsLast, bool IsAborted);

/// <summary>Tells the grain that nobody wants more of an enumeration.</summary>
internal sealed class EndRequest(Guid id) : TaskRequest<Done>(CallInfo.EndOfEnumeration)
{
    protected override Task Call(object grain) =>
        Callee.Extras.Enumerations is { } all && all.Remove(id, out var enumeration)
            ? enumeration.DisposeAsync().AsTask()
            : Task.CompletedTask;
}
