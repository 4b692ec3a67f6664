using System.Globalization;
using System.Reflection;
using System.Xml.Linq;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>The summaries that the contract types have in their sources.</summary>
internal static class XmlDocs
{
    private static readonly XElement[] Members =
        [.. XDocument.Load(Path.ChangeExtension(typeof(Job).Assembly.Location, ".xml")).Descendants("member")];

    private static readonly Dictionary<string, XElement> Summaries =
        Members.Where(m => m.Element("summary") is not null).ToDictionary(m => m.Attribute("name")!.Value, m => m.Element("summary")!);

    // What positional records say of their members.
    private static readonly Dictionary<string, XElement> Parameters =
        Members.Where(m => m.Attribute("name")!.Value.StartsWith("T:", StringComparison.Ordinal))
            .SelectMany(m => m.Elements("param"), (m, p) => ($"P:{m.Attribute("name")!.Value[2..]}.{p.Attribute("name")!.Value}", p)).ToDictionary(p => p.Item1, p => p.p);

    public static string? OfType(Type type)
    {
        var text = Summary("T:" + type.FullName);
        return type.IsEnum ? string.Join(" ", Enum.GetNames(type).Select(n => $"{n}: {Summary($"F:{type.FullName}.{n}")}")) : text;
    }

    public static string? OfMember(MemberInfo member) => Summary($"P:{member.DeclaringType!.FullName}.{member.Name}");

    private static string? Summary(string name) =>
        Summaries.TryGetValue(name, out var summary) || Parameters.TryGetValue(name, out summary) ? string.Join(' ', string.Concat(summary.Nodes().Select(Text)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null;

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => Reference(see.Attribute("cref")!.Value),
        XElement { Name.LocalName: "paramref" } parameter => parameter.Attribute("name")!.Value is var name ? char.ToLowerInvariant(name[0]) + name[1..] : "",
        XElement element => element.Value,
        _ => "",
    };

    // A constant is shown as its value.
    private static string Reference(string cref)
    {
        var dot = cref.LastIndexOf('.');
        var type = typeof(Job).Assembly.GetType(cref[2..dot]);
        return type?.GetField(cref[(dot + 1)..]) is { IsLiteral: true, DeclaringType.IsEnum: false } constant
            ? Convert.ToString(constant.GetRawConstantValue(), CultureInfo.InvariantCulture)!
            : cref[(dot + 1)..];
    }
}
