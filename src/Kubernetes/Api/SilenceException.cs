using System.Globalization;

namespace Muster.Kubernetes;

/// <summary>An answer that goes on has said nothing for as long as it may.</summary>
public sealed class SilenceException(TimeSpan limit) : IOException(string.Create(CultureInfo.InvariantCulture, $"nothing came for {limit.TotalSeconds:0.###} s"));
