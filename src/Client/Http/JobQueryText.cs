namespace Muster.Client;

/// <summary>The address of a page of jobs.</summary>
internal static class JobQueryText
{
    public static string Of(JobListOptions options, long after) => new QueryText("v1/jobs")
        // From the newest on there is no number to begin after.
        .Add("after", after == long.MaxValue ? null : after)
        .Add("limit", options.PageSize)
        .Add("namespace", options.Namespace)
        .Add("queue", options.Queue)
        .Add("state", options.States.IsDefaultOrEmpty ? null : string.Join(',', options.States))
        .Add("labelSelector", options.LabelSelector)
        .Add("fieldSelector", options.FieldSelector)
        .Add("sort", options.NewestFirst ? "-submitted" : null)
        .ToString();
}
