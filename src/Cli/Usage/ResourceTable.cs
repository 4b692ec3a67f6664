using Muster.Contracts;

namespace Muster.Cli;

/// <summary>What is used of what there is, by resource.</summary>
internal static class ResourceTable
{
    public static void Write(Session session, ResourceVector used, ResourceVector capacity)
    {
        session.Print("\nResources:");
        var table = new Table("  RESOURCE", "USED", "CAPACITY", "USE");
        foreach (var (resource, amount) in capacity.Entries)
            table.Add("  " + resource, Quantity.Format(resource, used[resource]), Quantity.Format(resource, amount), UsageCell.Of(used[resource], amount, session.Context.World.Colours));
        table.Write(session.Out, headersToo: true);
    }
}
