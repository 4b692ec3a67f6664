namespace Orleans.Runtime;

/// <summary>A grain as its callers hold it.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly GrainInterface face;

    internal GrainReference(GrainInterface face, GrainFactory factory, GrainId grainId)
    {
        this.face = face;
        Factory = factory;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }
    public GrainInterfaceType InterfaceType => face.Name;
    internal GrainFactory Factory { get; }

    /// <summary>Where the last call went; a hint that saves looking it up again.</summary>
    internal Activation? Located { get; set; }

    public static bool operator ==(GrainReference? left, GrainReference? right) => Equals(left, right);

    public static bool operator !=(GrainReference? left, GrainReference? right) => !Equals(left, right);

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);
    public override bool Equals(object? obj) => Equals(obj as GrainReference);
    public override int GetHashCode() => GrainId.GetHashCode();
    public override string ToString() => $"GrainReference:{GrainId}";

    internal GrainReference As(Type interfaceType) =>
        interfaceType.IsInstanceOfType(this) ? this : GrainInterface.Of(interfaceType).Refer(Factory, GrainId);

    internal Task<T> Ask<T>(TaskRequest<T> request)
    {
        var response = request.Response;
        Factory.Send(this, request);
        return response;
    }

    internal Task Tell(Request request)
    {
        Factory.Send(this, request);
        return Task.CompletedTask;
    }

    internal IAsyncEnumerable<T> Enumerate<T>(StreamRequest<T> request)
    {
        request.Target = this;
        return new RemoteEnumerable<T>(request);
    }
}
