using System.Globalization;

namespace Orleans.Embedded;

/// <summary>Makes references for one silo or client, and sends their calls.</summary>
internal sealed class GrainFactory(
    IServiceProvider services,
    Cluster cluster,
    GrainManifest manifest,
    TimeProvider time,
    Configuration.MessagingOptions options,
    Silo? silo) : IClusterClient
{
    private readonly IMessageInterceptor? interceptor = services.GetService<IMessageInterceptor>();

    /// <summary>The silo that calls leave from; none for a client of its own.</summary>
    public Silo? Silo => silo;

    public IServiceProvider ServiceProvider => services;
    public TimeSpan ResponseTimeout { get; } = options.ResponseTimeout;
    public bool CancelOnTimeout { get; } = options.CancelRequestOnTimeout;

    public T GetGrain<T>(string primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithStringKey => (T)Refer(typeof(T), primaryKey, grainClassNamePrefix);

    public T GetGrain<T>(long primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithIntegerKey =>
        (T)Refer(typeof(T), primaryKey.ToString("X", CultureInfo.InvariantCulture), grainClassNamePrefix);

    public T GetGrain<T>(GrainId grainId)
        where T : IAddressable => (T)(IAddressable)GrainInterface.Of(typeof(T)).Refer(this, grainId);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => Refer(grainInterfaceType, grainPrimaryKey, null);

    public void Send(GrainReference target, Request request)
    {
        request.Target = target;
        request.Caller = TaskScheduler.Current as Activation;
        request.Context = RequestContext.Current;
        if (request.Token.CanBeCanceled || CancelOnTimeout)
            CallCancellation.Attach(request);

        if (interceptor is null)
            cluster.Deliver(request);
        else
            SendIntercepted(request);
    }

    private void SendIntercepted(Request request)
    {
        var info = request.Info;
        var verdict = interceptor!.Intercept(new(
            request.Caller?.GrainId, request.Target.GrainId, info.Interface?.Type.FullName ?? "", info.Method?.Name ?? info.Name, info.IsOneWay));
        switch (verdict.Fate)
        {
            case MessageFate.Drop when info.IsOneWay:
                break;
            case MessageFate.Drop:
                var patience = request.Timeout > TimeSpan.Zero ? request.Timeout : ResponseTimeout;
                After(patience, request.TimeOut);
                break;
            case MessageFate.Delay:
                After(verdict.After, () => cluster.Deliver(request));
                break;
            case MessageFate.Duplicate:
                var copy = request.Duplicate();
                cluster.Deliver(request);
                cluster.Deliver(copy);
                break;
            default:
                cluster.Deliver(request);
                break;
        }
    }

    private void After(TimeSpan delay, Action action)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                action();
            },
            null,
            delay,
            Timeout.InfiniteTimeSpan);
    }

    private IGrain Refer(Type interfaceType, string key, string? prefix)
    {
        ArgumentNullException.ThrowIfNull(key);
        var id = new GrainId(manifest.GrainTypeOf(interfaceType, prefix), IdSpan.Create(key));
        return (IGrain)(object)GrainInterface.Of(interfaceType).Refer(this, id);
    }
}
