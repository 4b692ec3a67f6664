using System.Runtime.CompilerServices;

namespace Muster.Silo.Tests;

/// <summary>Silos of these tests, in this process or below it, stand beside each other: each takes ports that are free.</summary>
internal static class FreePorts
{
    [ModuleInitializer]
    internal static void Take()
    {
        Environment.SetEnvironmentVariable("Muster__Cluster__SiloPort", "0");
        Environment.SetEnvironmentVariable("Muster__Cluster__GatewayPort", "0");
    }
}
