namespace Muster.ControlPlane;

/// <summary>Who follows the pods.</summary>
internal interface IPodSink
{
    /// <summary>These are all that there are.</summary>
    void SeeAll(IReadOnlyCollection<PodFacts> pods);

    /// <summary>A pod is new or has changed.</summary>
    void See(PodFacts pod);

    /// <summary>The API server has the pod no more.</summary>
    void SeeGone(string uid);
}
