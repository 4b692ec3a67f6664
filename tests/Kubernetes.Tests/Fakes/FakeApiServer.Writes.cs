using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Muster.Kubernetes.Tests;

internal sealed partial class FakeApiServer
{
    private async Task WriteAsync(HttpContext context, FakeTarget target)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))?.AsObject() ?? [];
        var (status, reason, json) = (context.Request.Method, target.Subresource) switch
        {
            ("POST", "binding") => Bind(target, body),
            ("POST", null) => Create(target, body),
            ("PATCH", null) => Patch(target, body),
            ("DELETE", null) => Delete(target, body),
            _ => (HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", null),
        };
        if (FaultsOf(context).Take(nameof(FakeFaults.LostReplies)))
        {
            context.Abort();
            return;
        }
        if (json is null)
        {
            await RefuseAsync(context, status, reason);
            return;
        }
        context.Response.StatusCode = (int)status;
        await AnswerAsync(context, json.ToJsonString());
    }

    private (HttpStatusCode Status, string Reason, JsonObject? Json) Create(FakeTarget target, JsonObject body)
    {
        var name = (string)body["metadata"]!["name"]!;
        var made = Store.Write(target.Resource, target.Namespace, name, before =>
        {
            if (before is not null)
                throw new FakeRefusal();
            var after = body.DeepClone().AsObject();
            after["metadata"]!["uid"] = Guid.NewGuid().ToString();
            if (target.Namespace is not null)
                after["metadata"]!["namespace"] = target.Namespace;
            return after;
        }, out var refused);
        return refused ? (HttpStatusCode.Conflict, "AlreadyExists", null) : (HttpStatusCode.Created, "", made!.After);
    }

    private (HttpStatusCode Status, string Reason, JsonObject? Json) Bind(FakeTarget target, JsonObject body) =>
        Change(target, before =>
        {
            if (before["spec"]?["nodeName"] is not null)
                throw new FakeRefusal();
            if (before["spec"] is null)
                before["spec"] = new JsonObject();
            before["spec"]!["nodeName"] = (string)body["target"]!["name"]!;
            return before;
        }, HttpStatusCode.Created);

    private (HttpStatusCode Status, string Reason, JsonObject? Json) Patch(FakeTarget target, JsonObject body) =>
        Change(target, before =>
        {
            var wanted = (string?)body["metadata"]?["resourceVersion"];
            var uid = (string?)body["metadata"]?["uid"];
            if ((wanted is not null && wanted != (string)before["metadata"]!["resourceVersion"]!) || (uid is not null && uid != (string)before["metadata"]!["uid"]!))
                throw new FakeRefusal();
            Merge(before, body);
            return before;
        });

    private (HttpStatusCode Status, string Reason, JsonObject? Json) Delete(FakeTarget target, JsonObject body) =>
        Change(target, before =>
        {
            var uid = (string?)body["preconditions"]?["uid"];
            return uid is null || uid == (string)before["metadata"]!["uid"]! ? null : throw new FakeRefusal();
        });

    private (HttpStatusCode Status, string Reason, JsonObject? Json) Change(
        FakeTarget target, Func<JsonObject, JsonObject?> change, HttpStatusCode success = HttpStatusCode.OK)
    {
        var made = Store.Write(target.Resource, target.Namespace, target.Name!, before => before is null ? null : change(before), out var refused);
        if (refused)
            return (HttpStatusCode.Conflict, "Conflict", null);
        return made!.Before is null ? (HttpStatusCode.NotFound, "NotFound", null) : (success, "", made.Latest);
    }

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null)
                into.Remove(key);
            else if (value is JsonObject inner && into[key] is JsonObject there)
                Merge(there, inner);
            else
                into[key] = value.DeepClone();
        }
    }
}
