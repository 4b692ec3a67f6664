using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>A cluster as its file has it.</summary>
internal sealed record ClusterImage(
    string? Incarnation, long Revision, List<SimulatedPod> Pods, List<ClusterImage.NodeState> Nodes, List<AttemptRef> Closed,
    List<AnchorObservation> Anchors, LedgerPosition? Witness)
{
    public const string IncarnationKey = "incarnation";
    public const string RevisionKey = "revision";
    public const string WitnessKey = "witness";

    /// <summary>What has happened to a node; what it is comes from the options.</summary>
    public sealed record NodeState(string Name, ResourceVector Foreign, bool Cordoned, DateTimeOffset? LostAt, bool Removed);

    public static ClusterImage Read(SqliteConnection connection)
    {
        var meta = connection.Query("SELECT key, value FROM meta").ToDictionary(r => r.GetString(0), r => r.GetString(1));
        var pods = connection.Query("SELECT * FROM pods ORDER BY sequence").Select(ReadPod).ToList();
        var runs = RunTable.ReadPresent(connection).ToDictionary(r => r.Uid);
        foreach (var pod in pods)
            pod.Run = runs.GetValueOrDefault(pod.Seen.Uid);
        var nodes = connection.Query("SELECT name, foreign_use, cordoned, lost, removed FROM nodes")
            .Select(r => new NodeState(r.GetString(0), RunTable.FromJson(r.GetString(1)), r.GetBoolean(2), r.MomentOrNull(3), r.GetBoolean(4)));
        var closed = connection.Query("SELECT job, attempt FROM closed ORDER BY id")
            .Select(r => new AttemptRef(JobId.FromKey(r.GetString(0)), new Attempt(r.GetInt64(1))));
        return new ClusterImage(
            meta.GetValueOrDefault(IncarnationKey),
            long.Parse(meta.GetValueOrDefault(RevisionKey, "1"), CultureInfo.InvariantCulture),
            pods, [.. nodes], [.. closed], [.. connection.Query("SELECT job, attempt, submission, incarnation, stopped, note FROM anchors").Select(ReadAnchor)],
            LedgerPosition.TryParse(meta.GetValueOrDefault(WitnessKey)));
    }

    private static AnchorObservation ReadAnchor(SqliteDataReader row) => new()
    {
        Job = JobId.FromKey(row.GetString(0)),
        Attempt = new Attempt(row.GetInt64(1)),
        JobUid = row.GetString(2),
        Incarnation = row.GetString(3),
        Stopped = row.GetBoolean(4),
        Note = row.TextOrNull(5) is { } note ? JsonSerializer.Deserialize(note, MusterJson.Default.JobNote) : null,
    };

    private static SimulatedPod ReadPod(SqliteDataReader row)
    {
        var program = PodProgram.FromJson(row.GetString(9));
        return new()
        {
            Sequence = row.GetInt64(0),
            Seen = new PodObservation
            {
                Uid = row.GetString(1),
                Name = row.GetString(2),
                Job = JobId.FromKey(row.GetString(3)),
                JobUid = row.GetString(4),
                Incarnation = row.GetString(18),
                Attempt = new Attempt(row.GetInt64(5)),
                PodSet = row.GetString(6),
                Index = row.GetInt32(7),
                Node = row.TextOrNull(11),
                Requests = program.Requests,
                Phase = (PodPhase)row.GetInt32(12),
                Terminating = row.GetBoolean(13),
                Message = row.TextOrNull(14),
            },
            Gang = row.GetInt32(8),
            Program = program,
            Created = row.Moment(10),
            StartsAt = row.Moment(15),
            EndsAt = row.Moment(16),
            GoneAt = row.Moment(17),
        };
    }
}
