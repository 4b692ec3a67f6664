namespace Orleans;

/// <summary>A call filter written as a function.</summary>
public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);
