using System.Diagnostics.CodeAnalysis;

namespace Muster.Client;

/// <summary>Carries a failure from where it is seen to where it is decided upon; it never leaves the connection.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It is caught where it is thrown.")]
internal sealed class CallFailedException(CallFailure failure) : Exception(failure.Error.Message, failure.Error)
{
    public CallFailure Failure => failure;
}
