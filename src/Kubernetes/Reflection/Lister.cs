using System.Net;
using System.Text.Json.Serialization.Metadata;

namespace Muster.Kubernetes;

/// <summary>Reads a whole collection in pages, all of one snapshot.</summary>
internal sealed class Lister<T>(IApiServer server, ReflectorSource<T> source, ReflectorOptions options)
    where T : class
{
    private readonly JsonTypeInfo<ListPage<T>> pageType = ListPageConverter<T>.TypeInfo(source, options.MaxObjectBytes);

    // Pages may be short, even empty, or large and read in smaller bites, so there may be more of them than the objects fill; but not
    // without end.
    private int MostPages => (10 * (options.MaxObjects / options.PageSize)) + 100;

    /// <summary>Reads it. Calls <paramref name="alive"/> with each page that comes.</summary>
    /// <exception cref="ApiException">Refused, or the snapshot is no longer there: no page counts.</exception>
    /// <exception cref="ListException">What came cannot be used.</exception>
    public async Task<(ObjectList<T> List, int Oversized)> ReadAsync(Action alive, CancellationToken cancellationToken)
    {
        List<T> items = [];
        List<ObjectIdentity> unreadable = [];
        var (revision, token, oversized, limit) = ("", "", 0, options.PageSize);
        for (var pages = 1; pages <= MostPages; pages++)
        {
            ListPage<T> page;
            try
            {
                page = await server.GetAsync(source.ListPath(limit, token), pageType, cancellationToken);
            }
            // The same place of the same snapshot may be read in smaller bites.
            catch (ApiException refusal) when (refusal.Status == HttpStatusCode.RequestEntityTooLarge && limit > 1)
            {
                limit /= 2;
                continue;
            }
            alive();
            if (revision.Length > 0 && page.Revision != revision)
                throw new ListException(ReflectorTroubleKind.Expired, $"The pages of {source.Path} are of different revisions; the list is read anew.");
            revision = page.Revision;
            items.AddRange(page.Items);
            unreadable.AddRange(page.Unreadable);
            oversized += page.Oversized;
            if (items.Count + unreadable.Count > options.MaxObjects)
                throw TooMany($"more than {options.MaxObjects} objects");
            if (page.Continue.Length == 0)
                return (new ObjectList<T>(revision, items, unreadable), oversized);
            token = page.Continue;
        }
        throw TooMany($"more than {MostPages} pages");
    }

    private ListException TooMany(string what) => new(ReflectorTroubleKind.TooMany, $"{source.Path} has {what}, the bound of {nameof(ReflectorOptions)}.{nameof(ReflectorOptions.MaxObjects)}; raise it, or choose fewer by selectors.");
}
