using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Muster.Contracts;

namespace Contracts.Tests;

public class OutsideJsonTests
{
    [Fact]
    public void Answer_EmptyObject_OfEveryTypeWithDefaultsOfItsOwn_HasThem()
    {
        var options = OutsideJson.Answer<Job>().Options;
        var types = Types().ToList();
        Assert.True(types.Count > 15, $"only {types.Count} types were looked at");
        foreach (var type in types)
        {
            var made = JsonSerializer.Deserialize("{}", options.GetTypeInfo(type));
            Assert.Equal((type, Text(Activator.CreateInstance(type)!, options)), (type, Text(made!, options)));
        }
    }

    private static string Text(object value, JsonSerializerOptions options) => JsonSerializer.Serialize(value, options.GetTypeInfo(value.GetType()));

    private static IEnumerable<Type> Types() =>
        new JsonSerializerContext[] { MusterJson.Default, ApiJson.Default }
            .SelectMany(static context => context.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.GetValue(context)).OfType<JsonTypeInfo>())
            .Where(static info => info.Kind == JsonTypeInfoKind.Object && info.Type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(static info => info.Type).Distinct();
}
