using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Orleans.Embedded;

/// <summary>The silos of this process that make a cluster, and the directory of their activations.</summary>
internal sealed class Cluster
{
    private const int MaxForwards = 2;

    // The first argument is by default the number of processors, and the order of enumeration depends on it: a simulation
    // has to repeat on another machine.
    private readonly ConcurrentDictionary<GrainId, Activation> activations = new(32, 1024);
    private readonly Lock gate = new();
    private int generation;

    public ImmutableArray<Silo> Silos { get; private set; } = [];

    /// <summary>What memory storage and the in-memory reminder table keep when silos come and go.</summary>
    public ConcurrentDictionary<string, object> Memory { get; } = new();

    public IEnumerable<Activation> Activations => activations.Values.Concat(Silos.SelectMany(s => s.Workers));

    /// <summary>The service that lets reminders tick.</summary>
    public ReminderService? Reminders { get; private set; }

    public int NextGeneration() => Interlocked.Increment(ref generation);

    public void Join(Silo silo)
    {
        lock (gate)
            Silos = Silos.Add(silo);
    }

    public void Leave(Silo silo)
    {
        lock (gate)
            Silos = Silos.Remove(silo);
    }

    /// <summary>Gives the reminders to the first silo that can have them, when silos came or went.</summary>
    public Task MoveReminders()
    {
        lock (gate)
        {
            var next = Silos.Select(s => s.Services.GetService<ReminderService>()).FirstOrDefault(r => r is not null);
            if (next == Reminders)
                return Task.CompletedTask;

            Reminders?.StopTicking();
            Reminders = next;
        }

        return Reminders?.StartTickingAsync() ?? Task.CompletedTask;
    }

    /// <summary>Hands a call to the activation of its grain, which is made if there is none.</summary>
    public void Deliver(Request request)
    {
        try
        {
            var target = request.Target;
            for (var activation = target.Located ?? Locate(request); !activation.TryReceive(request); activation = Locate(request))
                target.Located = null;
        }
        catch (Exception e) when (e is OrleansException or ArgumentException)
        {
            request.Fail(e);
        }
    }

    /// <summary>Passes on a call that reached an activation at its end.</summary>
    public void Forward(Request request)
    {
        if (request.Forwards++ < MaxForwards)
            Deliver(request);
        else
            request.Fail(new OrleansMessageRejectionException($"{request} was passed on {MaxForwards} times and no activation took it."));
    }

    public bool Forget(Activation activation) => activations.TryRemove(new(activation.GrainId, activation));

    private Activation Locate(Request request)
    {
        var id = request.Target.GrainId;
        while (true)
        {
            if (!activations.TryGetValue(id, out var activation))
            {
                var place = Place(id.Type, request.Caller?.Silo ?? request.Target.Factory.Silo);
                if (place.MaxWorkers > 0)
                    return place.Silo.PickWorker(place, id);

                activation = new Activation(place, id);
                if (!activations.TryAdd(id, activation))
                    continue;

                place.Count(1);
                if (place.Silo.Status != SiloStatus.Active)
                {
                    // The silo went while the grain was placed; its own sweep may have missed this activation.
                    place.Silo.Forget(activation);
                    activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo is stopping."));
                    continue;
                }
            }

            request.Target.Located = activation;
            return activation;
        }
    }

    /// <summary>The caller's own silo for workers and grains that prefer it, else the silo with the fewest activations.</summary>
    private GrainClass Place(GrainType type, Silo? local)
    {
        Silo? best = null;
        foreach (var silo in Silos)
        {
            if (silo.Status == SiloStatus.Active && silo.Knows(type))
            {
                if (silo == local && silo.ClassOf(type) is { PrefersLocal: true } or { MaxWorkers: > 0 })
                    return silo.ClassOf(type);

                best = best is null || silo.Load < best.Load || (silo == local && silo.Load == best.Load) ? silo : best;
            }
        }

        return best?.ClassOf(type) ?? throw new SiloUnavailableException($"No active silo runs grains of type '{type}'.");
    }
}
