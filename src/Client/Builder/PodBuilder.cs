using System.Text.Json.Nodes;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Builds a pod template with one container. <see cref="Template"/> reaches whatever has no method here.</summary>
public sealed class PodBuilder
{
    private readonly JsonObject _requests = [];
    private readonly JsonObject _limits = [];
    private readonly JsonObject _container;
    private readonly JsonObject _spec;
    private readonly JsonObject _root;

    internal PodBuilder(string container)
    {
        _container = new JsonObject { ["name"] = container };
        _spec = new JsonObject { ["restartPolicy"] = "Never", ["containers"] = new JsonArray(_container) };
        _root = new JsonObject { ["spec"] = _spec };
    }

    /// <summary>Sets the container's image.</summary>
    /// <param name="image">The image.</param>
    public PodBuilder Image(string image) => Set(_container, "image", image);

    /// <summary>Sets the container's program and its first arguments; without this, the image's.</summary>
    /// <param name="words">The words.</param>
    public PodBuilder Command(params IEnumerable<string> words) => Set(_container, "command", Texts(words));

    /// <summary>Sets the program's arguments; without this, the image's.</summary>
    /// <param name="words">The words.</param>
    public PodBuilder Args(params IEnumerable<string> words) => Set(_container, "args", Texts(words));

    /// <summary>Sets the folder that the program starts in.</summary>
    /// <param name="path">The folder.</param>
    public PodBuilder WorkingDirectory(string path) => Set(_container, "workingDir", path);

    /// <summary>Adds an environment variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public PodBuilder Env(string name, string value)
    {
        Array(_container, "env").Add((JsonNode)new JsonObject { ["name"] = name, ["value"] = value });
        return this;
    }

    /// <summary>Adds an environment variable with the value of a secret's key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="secret">Name of the secret, in the job's namespace of the member cluster.</param>
    /// <param name="key">The key.</param>
    public PodBuilder EnvFromSecret(string name, string secret, string key)
    {
        var source = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = secret, ["key"] = key } };
        Array(_container, "env").Add((JsonNode)new JsonObject { ["name"] = name, ["valueFrom"] = source });
        return this;
    }

    /// <summary>Asks for processor time.</summary>
    /// <param name="quantity">Cores, such as <c>4</c> or <c>500m</c>.</param>
    public PodBuilder Cpu(string quantity) => Set(_requests, ResourceNames.Cpu, quantity);

    /// <summary>Asks for memory.</summary>
    /// <param name="quantity">Bytes, such as <c>16Gi</c>.</param>
    public PodBuilder Memory(string quantity) => Set(_requests, ResourceNames.Memory, quantity);

    /// <summary>Asks for whole GPUs (<c>nvidia.com/gpu</c>).</summary>
    /// <param name="count">How many.</param>
    public PodBuilder Gpus(int count) => Resource(ResourceNames.Gpu, count.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Asks for a device or another extended resource, which Kubernetes wants as request and limit.</summary>
    /// <param name="name">Its name, such as <c>amd.com/gpu</c>.</param>
    /// <param name="quantity">How much.</param>
    public PodBuilder Resource(string name, string quantity) => Set(_requests, name, quantity).Set(_limits, name, quantity);

    /// <summary>Sets a limit above which the container is throttled (<c>cpu</c>) or killed (<c>memory</c>).</summary>
    /// <param name="name">Name of the resource.</param>
    /// <param name="quantity">How much.</param>
    public PodBuilder Limit(string name, string quantity) => Set(_limits, name, quantity);

    /// <summary>Lets the pod run only on nodes with a label.</summary>
    /// <param name="label">The label's key.</param>
    /// <param name="value">The value that it must have.</param>
    public PodBuilder OnNodesWith(string label, string value) => Set(Object(_spec, "nodeSelector"), label, value);

    /// <summary>Lets the pod run on nodes with a taint.</summary>
    /// <param name="key">The taint's key.</param>
    /// <param name="value">Its value; null for any.</param>
    /// <param name="effect">Its effect; null for any.</param>
    public PodBuilder Tolerate(string key, string? value = null, string? effect = null)
    {
        var toleration = new JsonObject { ["key"] = key, ["operator"] = value is null ? "Exists" : "Equal" };
        if (value is not null)
            toleration["value"] = value;
        if (effect is not null)
            toleration["effect"] = effect;
        Array(_spec, "tolerations").Add((JsonNode)toleration);
        return this;
    }

    /// <summary>Adds a label to the pod.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public PodBuilder Label(string key, string value) => Set(Object(Object(_root, "metadata"), "labels"), key, value);

    /// <summary>Adds an annotation to the pod.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public PodBuilder Annotation(string key, string value) => Set(Object(Object(_root, "metadata"), "annotations"), key, value);

    /// <summary>Changes the template itself: volumes, service account, further containers, and all else that a pod may have.</summary>
    /// <param name="change">Changes the <c>v1.PodTemplateSpec</c>.</param>
    public PodBuilder Template(Action<JsonObject> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change(_root);
        return this;
    }

    internal PodTemplate Build()
    {
        var root = (JsonObject)_root.DeepClone();
        var resources = new JsonObject();
        if (_requests.Count > 0)
            resources["requests"] = _requests.DeepClone();
        if (_limits.Count > 0)
            resources["limits"] = _limits.DeepClone();
        // The container may have been taken out by a change of the template.
        if (resources.Count > 0 && root["spec"]?["containers"]?[0] is JsonObject container)
            container["resources"] = resources;
        return new PodTemplate(root.ToJsonString());
    }

    private PodBuilder Set(JsonObject owner, string name, JsonNode value)
    {
        owner[name] = value;
        return this;
    }

    private static JsonArray Texts(IEnumerable<string> words)
    {
        var texts = new JsonArray();
        foreach (var word in words)
            texts.Add((JsonNode)word);
        return texts;
    }

    private static JsonObject Object(JsonObject owner, string name)
    {
        if (owner[name] is not JsonObject found)
            owner[name] = found = [];
        return found;
    }

    private static JsonArray Array(JsonObject owner, string name)
    {
        if (owner[name] is not JsonArray found)
            owner[name] = found = [];
        return found;
    }
}
