using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.App.Editions;

/// <summary>How a single value is written.</summary>
internal enum Notation { Text, Code, Integer, Hundredths, Bytes, Boolean, Date, PartialDate, Share, Choice }

/// <summary>
/// What edition.yaml may say at one place, read off the records of the domain: they are the only list of keys, kinds and
/// choices. The reader, the schema for editors, the comparison of editions and the test of the manual all walk it.
/// </summary>
internal abstract class Shape
{
    private static readonly ConcurrentDictionary<(Type, Traits), Shape> Known = new();

    public static ObjectShape Edition => (ObjectShape)Of(typeof(Edition));

    public static bool IsPublished(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Published<>);

    /// <summary>"PanelSize" is written panel_size.</summary>
    public static string KeyOf(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>The shape of a type; <paramref name="traits"/> are what the attributes of the property say about it.</summary>
    public static Shape Of(Type type, Traits traits = default)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Known.TryGetValue((type, traits), out var known) ? known : Known.GetOrAdd((type, traits), Make(type, traits));
    }

    private static Shape Make(Type type, Traits traits)
    {
        if (type == typeof(string)) return new ScalarShape(traits.Notation ?? Notation.Text, []);
        if (type == typeof(int)) return Number(traits, int.MaxValue);
        if (type == typeof(long)) return Number(traits, (1L << 53) - 1);
        if (type == typeof(bool)) return new ScalarShape(Notation.Boolean, []);
        if (type == typeof(LocalDate)) return new ScalarShape(Notation.Date, []);
        if (type == typeof(PartialDate)) return new ScalarShape(Notation.PartialDate, []);
        if (type == typeof(Share)) return new ScalarShape(Notation.Share, []);
        if (type.IsEnum) return new ScalarShape(Notation.Choice, [.. Enum.GetNames(type).Select(KeyOf)]);
        if (IsPublished(type)) return new PublishedShape(Of(type.GetGenericArguments()[0], traits));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return new ListShape(type.GetGenericArguments()[0]);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) return new MapShape(type.GetGenericArguments()[1]);
        if (type.GetCustomAttribute<JsonPolymorphicAttribute>() is { } union) return new UnionShape(type, union.TypeDiscriminatorPropertyName!);
        return new ObjectShape(type, discriminator: null);
    }

    private static ScalarShape Number(Traits traits, long largest) => new(traits.Notation ?? Notation.Integer, [])
    {
        Min = traits.Range?.Min ?? -largest, Max = Math.Min(traits.Range?.Max ?? largest, largest),
    };
}

/// <summary>What the attributes of a property say about its value.</summary>
internal readonly record struct Traits(Notation? Notation, (long Min, long Max)? Range);

/// <summary>A single value.</summary>
/// <param name="choices">For <see cref="Notation.Choice"/>: the words that may stand there.</param>
internal sealed class ScalarShape(Notation notation, IReadOnlyList<string> choices) : Shape
{
    public Notation Notation => notation;
    public IReadOnlyList<string> Choices => choices;
    /// <summary>Smallest number that may stand there, in the unit in which it is kept.</summary>
    public long Min { get; init; }
    /// <summary>Largest number that may stand there, in the unit in which it is kept.</summary>
    public long Max { get; init; }
}

/// <summary>A list; a single text may stand for a list of one.</summary>
internal sealed class ListShape(Type item) : Shape
{
    public Shape Item => Of(item);
}

/// <summary>A table from codes or keys to values.</summary>
internal sealed class MapShape(Type value) : Shape
{
    public Shape Value => Of(value);
}

/// <summary>A value, "unpublished", or one or several statements with their sources.</summary>
internal sealed class PublishedShape(Shape value) : Shape
{
    public Shape Value => value;
}

/// <summary>One of several objects, told apart by the word under <paramref name="discriminator"/>.</summary>
internal sealed class UnionShape(Type type, string discriminator) : Shape
{
    private readonly Lazy<IReadOnlyDictionary<string, ObjectShape>> kinds = new(() => type.GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(a => (string)a.TypeDiscriminator!, a => new ObjectShape(a.DerivedType, discriminator)));

    public Type Type => type;
    public string Discriminator => discriminator;
    public IReadOnlyDictionary<string, ObjectShape> Kinds => kinds.Value;
    /// <summary>The key whose value tells one item of a list from the others; null when none does.</summary>
    public string? Identity => Kinds.Values.First().Identity;
}

/// <summary>A key of an object.</summary>
/// <param name="Required">Must be written; a value that the regulation leaves out is written "unpublished".</param>
/// <param name="Absent">What it means when the key is not there: null for nothing.</param>
internal sealed record Member(string Key, Shape Shape, bool Required, JsonNode? Absent);

/// <summary>An object with a closed set of keys.</summary>
internal sealed class ObjectShape(Type type, string? discriminator) : Shape
{
    private readonly Lazy<IReadOnlyList<Member>> members = new(() => [.. MembersOf(type)]);

    public Type Type => type;
    /// <summary>The key that names its kind, when it is one of several; not among <see cref="Members"/>.</summary>
    public string? Discriminator => discriminator;
    public IReadOnlyList<Member> Members => members.Value;
    public bool IsText => type == typeof(LocalizedText);
    /// <summary>The key whose value tells one item of a list from the others; null when none does.</summary>
    public string? Identity => Members.FirstOrDefault(m => m.Required && m.Key is ("code" or "item" or "moment" or "subject"))?.Key;

    public Member? Find(string key) => Members.FirstOrDefault(m => m.Key == key);

    /// <summary>Keys of the base come first, as people write them: code, name, then what is special.</summary>
    private static IEnumerable<Member> MembersOf(Type type)
    {
        var optional = type.GetConstructors().SelectMany(c => c.GetParameters()).Where(p => p.IsOptional).Select(p => p.Name).ToHashSet();
        return Lineage(type).SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(p => p.SetMethod is not null && p.GetCustomAttribute<JsonIgnoreAttribute>() is null && p.GetCustomAttribute<ComputedAttribute>() is null)
            .Select(p => new Member(KeyOf(p.Name), Of(p.PropertyType, TraitsOf(p)), IsRequired(p), Absent(p)));

        bool IsRequired(PropertyInfo property) => property.GetCustomAttribute<RequiredMemberAttribute>() is not null
            || (IsPositional(property) && !optional.Contains(property.Name));
        static JsonNode? Absent(PropertyInfo property) =>
            property.PropertyType == typeof(bool) ? false
            : IsPublished(property.PropertyType) && new NullabilityInfoContext().Create(property).ReadState is NullabilityState.NotNull ? EditionJson.Unpublished : null;
        bool IsPositional(PropertyInfo property) => type.GetConstructors().Any(c => c.GetParameters().Any(p => p.Name == property.Name));
    }

    private static IEnumerable<Type> Lineage(Type type) => type.BaseType is { } parent && parent != typeof(object) ? Lineage(parent).Append(type) : [type];

    private static Traits TraitsOf(PropertyInfo property) => new(
        NotationOf(property), property.GetCustomAttribute<WithinAttribute>() is { } range ? (range.Min, range.Max) : null);

    private static Notation? NotationOf(PropertyInfo property) =>
        property.GetCustomAttribute<HundredthsAttribute>() is not null ? Notation.Hundredths
        : property.GetCustomAttribute<BytesAttribute>() is not null ? Notation.Bytes
        : property.GetCustomAttribute<CodeAttribute>() is not null ? Notation.Code : null;
}
