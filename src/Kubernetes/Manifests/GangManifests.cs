using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>What is created for an attempt beside its pods, as JSON. A pure function of the plan.</summary>
/// <param name="origin">Which Muster creates it.</param>
/// <param name="serviceAccount">Service account of pods whose template names none; null for the namespace's default.</param>
public sealed class GangManifests(string origin, string? serviceAccount = null)
{
    // A node's annotations have 256 KiB together.
    private const int MaxPlacementLength = 64 * 1024;

    private const string Leases = "coordination.k8s.io/v1";

    // Kubernetes is no HTML page: what a user wrote stays as it was written.
    internal static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The anchor, which owns everything else of the attempt.</summary>
    public ReadOnlyMemory<byte> Anchor(GangPlan plan) => Write(json =>
    {
        Begin(json, "Lease", Leases);
        json.WriteStartObject("metadata");
        json.WriteString("name", ObjectNames.Anchor(plan.Job, plan.Attempt));
        json.WriteString("namespace", plan.Job.Namespace);
        WriteLabels(json, plan.Job, plan.Attempt, plan.Uid);
        json.WriteStartObject("annotations");
        json.WriteString(MusterKeys.Incarnation, plan.Incarnation);
        json.WriteString(MusterKeys.Placement, PlacementText(plan));
        json.WriteString(MusterKeys.SpecHash, SpecHash(plan));
        if (plan.Note is { } job && NoteText.Write(job) is { } note)
            json.WriteString(MusterKeys.Note, note);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteHolder(json, plan.Job, plan.Attempt);
    });

    /// <summary>An anchor of an attempt that is not to be created: of the submission and the ledger nothing is known.</summary>
    public ReadOnlyMemory<byte> Tombstone(JobId job, Attempt attempt) => Write(json =>
    {
        Begin(json, "Lease", Leases);
        json.WriteStartObject("metadata");
        json.WriteString("name", ObjectNames.Anchor(job, attempt));
        json.WriteString("namespace", job.Namespace);
        WriteLabels(json, job, attempt, null);
        json.WriteStartObject("annotations");
        json.WriteString(MusterKeys.Stopped, "true");
        json.WriteEndObject();
        json.WriteEndObject();
        WriteHolder(json, job, attempt);
    });

    /// <summary>The merge patch that makes an anchor a tombstone, provided it is still the one with this uid.</summary>
    public static ReadOnlyMemory<byte> StopPatch(string uid) => Write(json =>
    {
        json.WriteStartObject("metadata");
        json.WriteString("uid", uid);
        json.WriteStartObject("annotations");
        json.WriteString(MusterKeys.Stopped, "true");
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Where the ledger's progress is written down.</summary>
    public static ReadOnlyMemory<byte> Witness(string home, string name, string origin, LedgerPosition position) => Write(json =>
    {
        Begin(json, "Lease", Leases);
        json.WriteStartObject("metadata");
        json.WriteString("name", name);
        json.WriteString("namespace", home);
        json.WriteStartObject("labels");
        json.WriteString(MusterKeys.Origin, origin);
        json.WriteEndObject();
        WriteProgress(json, position);
        json.WriteEndObject();
    });

    /// <summary>The merge patch that writes down progress that came later, for the object as it was at a resource version.</summary>
    public static ReadOnlyMemory<byte> WitnessPatch(LedgerPosition position, string version) => Write(json =>
    {
        json.WriteStartObject("metadata");
        json.WriteString("resourceVersion", version);
        WriteProgress(json, position);
        json.WriteEndObject();
    });

    /// <summary>The headless Service under which pods with stable names are found, also before they are ready.</summary>
    public ReadOnlyMemory<byte> Service(GangPlan plan, string anchorUid) => Write(json =>
    {
        Begin(json, "Service");
        json.WriteStartObject("metadata");
        json.WriteString("name", ObjectNames.Service(plan.Job, plan.Attempt));
        json.WriteString("namespace", plan.Job.Namespace);
        WriteLabels(json, plan.Job, plan.Attempt, plan.Uid);
        WriteOwner(json, plan, anchorUid);
        json.WriteEndObject();
        json.WriteStartObject("spec");
        json.WriteString("clusterIP", "None");
        json.WriteBoolean("publishNotReadyAddresses", true);
        json.WriteStartObject("selector");
        foreach (var (key, value) in Labels(plan.Job, plan.Attempt, plan.Uid))
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Puts a pod onto a node, provided it is still the pod with this uid (servers older than 1.21 do not look).</summary>
    public static ReadOnlyMemory<byte> Binding(string podNamespace, PodBinding binding) => Write(json =>
    {
        Begin(json, "Binding");
        json.WriteStartObject("metadata");
        json.WriteString("name", binding.Name);
        json.WriteString("namespace", podNamespace);
        json.WriteString("uid", binding.Uid);
        json.WriteEndObject();
        json.WriteStartObject("target");
        json.WriteString("apiVersion", "v1");
        json.WriteString("kind", "Node");
        json.WriteString("name", binding.Node);
        json.WriteEndObject();
    });

    /// <summary>Deletes an object only if it is still the one with this uid, and whatever it owns after it.</summary>
    public static ReadOnlyMemory<byte> Deletion(string uid) => Write(json =>
    {
        Begin(json, "DeleteOptions");
        json.WriteString("propagationPolicy", "Background");
        json.WriteStartObject("preconditions");
        json.WriteString("uid", uid);
        json.WriteEndObject();
    });

    internal string? ServiceAccount => serviceAccount;

    /// <summary>The labels of everything of an attempt.</summary>
    internal ImmutableArray<KeyValuePair<string, string>> Labels(JobId job, Attempt attempt, string? jobUid)
    {
        ImmutableArray<KeyValuePair<string, string>> labels =
            [new(MusterKeys.Origin, origin), new(MusterKeys.Job, job.Name), new(MusterKeys.Attempt, attempt.ToString())];
        return jobUid is null ? labels : labels.Add(new(MusterKeys.JobUid, jobUid));
    }

    internal static void WriteOwner(Utf8JsonWriter json, GangPlan plan, string anchorUid)
    {
        json.WriteStartArray("ownerReferences");
        json.WriteStartObject();
        json.WriteString("apiVersion", Leases);
        json.WriteString("kind", "Lease");
        json.WriteString("name", ObjectNames.Anchor(plan.Job, plan.Attempt));
        json.WriteString("uid", anchorUid);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    internal static void Begin(Utf8JsonWriter json, string kind, string version = "v1")
    {
        json.WriteString("apiVersion", version);
        json.WriteString("kind", kind);
    }

    internal static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(bytes, Writing))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return bytes.WrittenMemory;
    }

    private void WriteLabels(Utf8JsonWriter json, JobId job, Attempt attempt, string? jobUid)
    {
        json.WriteStartObject("labels");
        foreach (var (key, value) in Labels(job, attempt, jobUid))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    // What `kubectl get leases` shows.
    private static void WriteHolder(Utf8JsonWriter json, JobId job, Attempt attempt)
    {
        json.WriteStartObject("spec");
        json.WriteString("holderIdentity", $"muster/{job}/{attempt}");
        json.WriteEndObject();
    }

    private static void WriteProgress(Utf8JsonWriter json, LedgerPosition position)
    {
        json.WriteStartObject("annotations");
        json.WriteString(MusterKeys.Ledger, position.ToString());
        json.WriteEndObject();
    }

    private static string SpecHash(GangPlan plan) =>
        ObjectNames.Hash(string.Join('\n', plan.Pods.Select(static p => p.PodSet).Distinct().Select(static s => $"{s.Name} {s.Template.Json}")));

    // n-01=main-0,main-1;n-02=main-2
    private static string PlacementText(GangPlan plan)
    {
        var text = new StringBuilder();
        foreach (var node in plan.Pods.GroupBy(static p => p.Node, StringComparer.Ordinal))
        {
            text.Append(text.Length > 0 ? ";" : "").Append(node.Key).Append('=').AppendJoin(',', node.Select(static p => $"{p.PodSet.Name}-{p.Index}"));
            if (text.Length > MaxPlacementLength)
                return string.Concat(text.ToString().AsSpan(0, MaxPlacementLength), "...");
        }
        return text.ToString();
    }
}
