using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// Keeps a second silo away from the file. A lock on a file beside it, held by the operating system: it goes when the
/// process goes, however that ends.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    private readonly FileStream _file;

    private LedgerLock(FileStream file) => _file = file;

    /// <exception cref="LedgerUnavailableException">It is held by another, or the directory cannot be written.</exception>
    public static LedgerLock Take(string ledgerPath)
    {
        var path = ledgerPath + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new LedgerUnavailableException(
                $"'{path}' cannot be written. Let the silo's user write to that directory, or set another path for the ledger.", fault);
        }
        catch (IOException fault) when (File.Exists(path))
        {
            throw new LedgerUnavailableException(
                $"'{path}' is locked: another silo uses this ledger. Stop it, or give this silo a ledger of its own.", fault);
        }
        catch (IOException fault)
        {
            throw new LedgerUnavailableException($"'{path}' cannot be made: {fault.Message} Set another path for the ledger.", fault);
        }
    }

    public void Dispose() => _file.Dispose();
}
