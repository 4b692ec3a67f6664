namespace Muster.Silo;

/// <summary>The two text formats that Prometheus reads.</summary>
internal enum ExpositionFormat
{
    /// <summary>The classic one, version 0.0.4.</summary>
    Prometheus,

    /// <summary>OpenMetrics 1.0.0.</summary>
    OpenMetrics,
}
