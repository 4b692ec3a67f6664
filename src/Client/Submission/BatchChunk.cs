using System.Buffers;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Jobs that travel in one request, each with its token.</summary>
internal sealed class BatchChunk
{
    private readonly List<(JobSubmission Submission, byte[] Json)> _items = [];
    private int _bytes;

    public static IEnumerable<BatchChunk> Split(IEnumerable<JobSubmission> submissions, int most)
    {
        var chunk = new BatchChunk();
        foreach (var submission in submissions)
        {
            var item = submission with { Token = SubmissionToken.OrNew(submission.Token) };
            var json = JsonSerializer.SerializeToUtf8Bytes(item.Job, MusterJson.Default.Job);
            if (json.Length > BatchOptions.MaxChunkBytes)
                throw new InvalidRequestException("job", $"{item.Job.Id} has {json.Length} bytes of JSON", $"write at most {BatchOptions.MaxChunkBytes}");
            if (chunk._items.Count == most || chunk._bytes + json.Length > BatchOptions.MaxChunkBytes)
            {
                yield return chunk;
                chunk = new BatchChunk();
            }
            chunk.Add(item, json);
        }
        if (chunk._items.Count > 0)
            yield return chunk;
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(_bytes + 64);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var (submission, json) in _items)
        {
            writer.WriteStartObject();
            writer.WriteString("token", submission.Token);
            writer.WritePropertyName("job");
            writer.WriteRawValue(json, skipInputValidation: true);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public IReadOnlyList<SubmitOutcome> Outcomes(BatchAnswer answer, Func<JobSubmission, bool, Job, JobHandle> handle) =>
        answer.Items.Count == _items.Count
            ? [.. _items.Zip(answer.Items, (sent, item) => Outcome(sent.Submission, item, handle))]
            : AllFailed(new ApiException(200, "Http", $"{_items.Count} jobs were sent, and {answer.Items.Count} were answered"));

    public IReadOnlyList<SubmitOutcome> AllFailed(MusterException error) =>
        [.. _items.Select(i => new SubmitOutcome(i.Submission, null,
            error is OutcomeUnknownException ? new OutcomeUnknownException(error.Message, i.Submission.Token!, error) : error))];

    /// <summary>Some of them, by their places here.</summary>
    public BatchChunk Pick(IEnumerable<int> places)
    {
        var chunk = new BatchChunk();
        foreach (var place in places)
            chunk.Add(_items[place].Submission, _items[place].Json);
        return chunk;
    }

    private void Add(JobSubmission submission, byte[] json)
    {
        _items.Add((submission, json));
        _bytes += json.Length + submission.Token!.Length + 32; // quotes, names and commas
    }

    private static SubmitOutcome Outcome(JobSubmission sent, BatchAnswerItem item, Func<JobSubmission, bool, Job, JobHandle> handle)
    {
        try
        {
            if (item.Job?.Deserialize(OutsideJson.Answer<Job>()) is { } job)
                return new SubmitOutcome(sent, handle(sent, item.Status == 201, job), null);
            var problem = item.Problem?.Deserialize(OutsideJson.Answer<Problem>()) ?? new Problem { Detail = "the answer says neither what the job is nor what is wrong" };
            return new SubmitOutcome(sent, null, Problems.ToException(problem, item.Status, new CallSubject(sent.Job.Id, sent.Job.Spec.Queue), sent.Token!));
        }
        catch (JsonException error)
        {
            return new SubmitOutcome(sent, null, new ApiException(item.Status, "Http", $"the answer cannot be read: {error.Message}"));
        }
    }
}
