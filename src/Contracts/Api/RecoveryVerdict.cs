namespace Muster.Contracts;

/// <summary>What is to be done about an attempt that a cluster shows.</summary>
public enum RecoveryVerdict
{
    /// <summary>The store does not know the job: it is put on record, with this attempt.</summary>
    Recreate,

    /// <summary>The store knows less than the cluster shows: the record is moved to this attempt.</summary>
    MoveForward,

    /// <summary>The record agrees.</summary>
    Keep,

    /// <summary>The record, or another cluster, has a newer attempt: this one is stopped in the ordinary way.</summary>
    Superseded,

    /// <summary>Not enough is known of it, or what is known makes no sense: its pods are left alone, and keep their room.</summary>
    Unrecoverable,
}
