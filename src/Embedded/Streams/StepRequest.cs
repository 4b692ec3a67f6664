namespace Orleans.Embedded;

/// <summary>Asks the grain for the next values of an enumeration; the first such call begins it.</summary>
internal sealed class StepRequest<T>(Guid id, int batchSize, StreamRequest<T>? beginning, CancellationToken token)
    : TaskRequest<StreamStep<T>>(beginning?.Info ?? CallInfo.Enumeration)
{
    public override CancellationToken Token { get; set; } = token;

    protected override ValueTask<StreamStep<T>> Call(object grain)
    {
        var all = Callee.Extras.Enumerations;
        if (beginning is not null)
        {
            all.TryAdd(id, new Enumeration<T>(beginning, grain));
        }

        return all.GetValueOrDefault(id) is Enumeration<T> enumeration
            ? enumeration.NextAsync(batchSize)
            : new(new StreamStep<T>([], IsLast: true, IsAborted: true));
    }
}
