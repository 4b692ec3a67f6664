using Muster.Contracts;

namespace Muster.Grains;

/// <summary>From smallest units to those that are shown: cores, devices and pods in place of their thousandths.</summary>
internal static class Units
{
    public static double Of(ResourceAmount amount) => ResourceNames.IsBytes(amount.Name) ? amount.Amount : amount.Amount / 1000.0;
}
