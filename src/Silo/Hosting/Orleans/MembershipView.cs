using Orleans.Runtime;

namespace Muster.Silo;

/// <summary>What is wrong with the table in which the silos find each other, as this silo saw it before and sees it now.</summary>
internal sealed class MembershipView
{
    private int _highest = int.MinValue;

    /// <summary>Null when this silo may go on; else why it must end.</summary>
    /// <param name="own">Status of this silo's own row; null when there is none.</param>
    /// <param name="version">Version of the table, which only grows.</param>
    public string? Judge(SiloStatus? own, int version)
    {
        if (version < _highest)
            return $"the membership table went back from version {_highest} to {version}: Redis lost what it had";
        _highest = version;
        return own switch
        {
            null => "its row is gone from the membership table",
            SiloStatus.Dead => "the others declared it dead",
            _ => null,
        };
    }
}
