using System.Text;

namespace Muster.Kubernetes;

/// <summary>Reads small files, and no more of them than they may hold: a path may lead to something endless.</summary>
internal static class BoundedFile
{
    /// <exception cref="IOException">It cannot be read, or is larger than agreed.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    public static string Read(string path, int maxBytes)
    {
        var bytes = new byte[maxBytes + 1];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= maxBytes ? Encoding.UTF8.GetString(bytes, 0, count) : throw new IOException($"{path} is larger than {maxBytes} bytes");
    }
}
