namespace Muster.Silo;

/// <summary>The certificate that the API shows, as PEM files.</summary>
public sealed class CertificateSettings
{
    /// <summary>The certificate, with its chain if it has one.</summary>
    public string? Path { get; set; }

    /// <summary>Its private key; when not set, the certificate's file holds it.</summary>
    public string? KeyPath { get; set; }
}
