using System.Globalization;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Takes over how often a gang is tried again, as far as Muster goes.</summary>
internal static class RetryImport
{
    public static int Limit(Section section, string key, long limit, string remark = "")
    {
        if (limit > RetrySpec.MaxLimit)
            section.Warn(key, string.Create(CultureInfo.InvariantCulture, $"spec.retry.limit = {RetrySpec.MaxLimit}, which is the most there is, instead of {limit}"));
        else
            section.Mapped(key, "spec.retry.limit", limit.ToString(CultureInfo.InvariantCulture) + remark);
        section.Came("spec.retry.limit", key);
        return BatchJobImport.Saturate(Math.Min(limit, RetrySpec.MaxLimit));
    }
}
