using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Orleans.Storage;

/// <summary>Keeps records as JSON for as long as the cluster lives, silos may come and go.</summary>
internal sealed class MemoryGrainStorage(Cluster cluster, string storageName) : IGrainStorage
{
    // Records are values: fields count as much as properties.
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

    private readonly ConcurrentDictionary<(string, GrainId), (byte[] Json, long Version)> records =
        (ConcurrentDictionary<(string, GrainId), (byte[], long)>)cluster.Memory.GetOrAdd(
            $"storage/{storageName}", _ => new ConcurrentDictionary<(string, GrainId), (byte[], long)>());

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = records.TryGetValue((stateName, grainId), out var record);
        grainState.State = grainState.RecordExists ? JsonSerializer.Deserialize<T>(record.Json, Json) : default;
        grainState.ETag = grainState.RecordExists ? TagOf(record.Version) : null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(grainState.State, Json);
        lock (records)
        {
            var version = Check((stateName, grainId), grainState.ETag) + 1;
            records[(stateName, grainId)] = (json, version);
            (grainState.ETag, grainState.RecordExists) = (TagOf(version), true);
        }

        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (records)
        {
            Check((stateName, grainId), grainState.ETag);
            records.TryRemove((stateName, grainId), out _);
            (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, default);
        }

        return Task.CompletedTask;
    }

    private static string TagOf(long version) => version.ToString(CultureInfo.InvariantCulture);

    private long Check((string, GrainId) key, string? tag)
    {
        var stored = records.TryGetValue(key, out var record) ? TagOf(record.Version) : null;
        return stored == tag
            ? record.Version
            : throw new InconsistentStateException($"The record of {key} has changed since it was read.", stored, tag);
    }
}
