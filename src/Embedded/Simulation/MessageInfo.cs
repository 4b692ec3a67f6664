namespace Orleans.Embedded;

/// <summary>What an interceptor learns of a message.</summary>
/// <param name="Source">The calling grain; none for a client.</param>
/// <param name="Target">The called grain.</param>
/// <param name="InterfaceName">The full name of the grain interface.</param>
/// <param name="MethodName">The name of its method.</param>
/// <param name="IsOneWay">Whether nobody waits for a response.</param>
public readonly record struct MessageInfo(
    GrainId? Source, GrainId Target, string InterfaceName, string MethodName, bool IsOneWay);
