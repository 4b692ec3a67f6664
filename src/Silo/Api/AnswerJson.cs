using System.Text.Encodings.Web;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// JSON of what is answered, which people read as it comes: quotes in a sentence are not escaped. It is served as JSON and
/// never as HTML, so that what a browser would take for markup needs no escape; control characters have theirs.
/// </summary>
internal static class AnswerJson
{
    public static readonly ApiJson Api = new(new JsonSerializerOptions(ApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static readonly MusterJson Muster = new(new JsonSerializerOptions(MusterJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
