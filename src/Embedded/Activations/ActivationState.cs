namespace Orleans.Embedded;

/// <summary>Where an activation is in its life.</summary>
internal enum ActivationState : byte
{
    /// <summary>Known to the directory; the first call will bring it up.</summary>
    Created,

    /// <summary>Its grain is being made, its state read, OnActivateAsync run.</summary>
    Activating,

    /// <summary>Takes calls.</summary>
    Valid,

    /// <summary>Waits for the calls it runs to end.</summary>
    Deactivating,

    /// <summary>OnDeactivateAsync runs; calls wait to be passed on.</summary>
    Closing,

    /// <summary>Gone.</summary>
    Invalid,
}
