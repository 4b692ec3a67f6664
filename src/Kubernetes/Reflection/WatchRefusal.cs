using System.Text.Json;

namespace Muster.Kubernetes;

/// <summary>A <c>Status</c> in a stream that began with 200.</summary>
internal readonly record struct WatchRefusal(int Code, string Reason, string Message)
{
    private const int LongestText = 300;

    public bool IsExpired => Code == 410 || Reason is "Expired" or "Gone";

    public static WatchRefusal Read(ref Utf8JsonReader reader)
    {
        var read = new WatchRefusal(0, "", "");
        if (reader.TokenType != JsonTokenType.StartObject)
            return read;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.ValueTextEquals("code"u8) ? 1 : reader.ValueTextEquals("reason"u8) ? 2 : reader.ValueTextEquals("message"u8) ? 3 : 0;
            reader.Read();
            if (member == 1 && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var code))
                read = read with { Code = code };
            else if (member == 2 && reader.TokenType == JsonTokenType.String)
                read = read with { Reason = Tame(reader.GetString()!) };
            else if (member == 3 && reader.TokenType == JsonTokenType.String)
                read = read with { Message = Tame(reader.GetString()!) };
            else
                reader.Skip();
        }
        return read;
    }

    // It goes into logs: no more than a line, and nothing that a terminal obeys.
    private static string Tame(string text) =>
        string.Concat(text.Take(LongestText).Select(static c => char.IsControl(c) ? ' ' : c));
}
