using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Reads the keys that credentials are sealed with, and says what is wrong with them.</summary>
internal static class CredentialRules
{
    private const string Section = "Muster:Credentials";
    private const int MaxFileBytes = 4096;

    /// <summary>What is wrong, with its remedy; no fault shows a key.</summary>
    public static IEnumerable<string> Faults(CredentialSettings settings)
    {
        var fault = "";
        try
        {
            _ = Read(settings);
        }
        catch (InvalidRequestException error)
        {
            fault = error.Message;
        }
        return fault.Length > 0 ? [fault] : [];
    }

    /// <exception cref="InvalidRequestException">They cannot be read.</exception>
    public static CredentialKeys Read(CredentialSettings settings)
    {
        if (string.IsNullOrWhiteSpace(settings.KeyFile))
            return CredentialKeys.Parse(settings.Key, $"{Section}:Key");
        if (!string.IsNullOrWhiteSpace(settings.Key))
            throw new InvalidRequestException($"{Section}:Key", "KeyFile is set as well", "write one of them");
        var keys = CredentialKeys.Parse(ReadFile(settings.KeyFile), $"{Section}:KeyFile");
        return keys.Any ? keys : throw Wrong("has no key in it");
    }

    private static string ReadFile(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxFileBytes ? File.ReadAllText(path) : throw Wrong($"is longer than {MaxFileBytes} bytes");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"cannot be read: {error.Message.TrimEnd('.')}");
        }
    }

    private static InvalidRequestException Wrong(string what) =>
        new($"{Section}:KeyFile", $"the file {what}", $"name a file with a key, which is made with: {CredentialKeys.HowTo}");
}
