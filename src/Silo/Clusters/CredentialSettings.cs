namespace Muster.Silo;

/// <summary>
/// What the credentials of registered clusters are sealed with, so that they can be in the ledger that several silos share. Every
/// silo has to be given the same. Without it each silo keeps credentials in files of its own, which several silos must not.
/// </summary>
public sealed class CredentialSettings
{
    /// <summary>Keys of 32 bytes in base64, with commas or white space between: the first one seals, each of them opens. Not set, the default, for none.</summary>
    public string? Key { get; set; }

    /// <summary>A file with the same, instead. It is read at the start.</summary>
    public string? KeyFile { get; set; }
}
