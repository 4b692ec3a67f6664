using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>A copy of a running Redis's files, as they are when it is made.</summary>
internal sealed class RedisBackup
{
    private readonly RedisServer _redis;
    private readonly Dictionary<string, byte[]> _files;

    public RedisBackup(RedisServer redis)
    {
        _redis = redis;
        _files = Directory.GetFiles(redis.AppendOnly).ToDictionary(static f => f, Read);
    }

    /// <summary>Kills Redis and starts it again on the copy, as after a restore; returns when it answers.</summary>
    public void Restore()
    {
        _redis.Kill();
        Directory.Delete(_redis.AppendOnly, recursive: true);
        Directory.CreateDirectory(_redis.AppendOnly);
        foreach (var (path, content) in _files)
            File.WriteAllBytes(path, content);
        _redis.Restart();
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }
}
