using System.Text;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Finds and reads the files of <c>-f</c>, never more of one than a manifest may have.</summary>
internal static class ManifestFiles
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>The jobs of files, folders and <c>-</c>, in their order. All are read before anything is sent.</summary>
    /// <exception cref="ManifestException">A file is not acceptable.</exception>
    public static List<ManifestJob> Read(IEnumerable<string> paths, Stream? stdin, ImportOptions options)
    {
        var jobs = new List<ManifestJob>();
        foreach (var path in paths.SelectMany(Expand))
        {
            using var file = path == "-" ? stdin ?? Console.OpenStandardInput() : File.OpenRead(path);
            jobs.AddRange(ManifestReader.Read(ReadText(file), path == "-" ? "stdin" : path, options));
        }
        if (jobs.GroupBy(j => j.Job.Id).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new UsageException($"job {same.Key} is in {same.First().Source} and again in {same.Last().Source}");
        return jobs;
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        var files = Directory.EnumerateFiles(path).Where(f => Extensions.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new UsageException($"{path} holds no {string.Join(", ", Extensions)} file");
    }

    // One byte more than is allowed is enough for the reader to say so.
    private static string ReadText(Stream file)
    {
        var buffer = new byte[ManifestLimits.MaxBytes + 1];
        var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
