namespace Muster.Contracts;

/// <summary>Root of every error that Muster answers with. Each kind has a stable code.</summary>
[GenerateSerializer, Alias("muster.error")]
public abstract class MusterException : Exception
{
    /// <summary>Makes an error from its sentence.</summary>
    protected MusterException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that has another as its cause.</summary>
    protected MusterException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Stable code, for programs.</summary>
    public abstract string Code { get; }
}
