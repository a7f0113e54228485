using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace BangVang.App.Tests.Architecture;

/// <summary>A type by where it stands.</summary>
/// <param name="Assembly">Name of the assembly that defines it.</param>
/// <param name="Name">Name without namespace; of nested types that of the outermost.</param>
public readonly record struct TypeName(string Assembly, string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}.{Name}";
}

/// <summary>What a compiled project says about itself: its types, and everything each of them names anywhere, in bodies too.</summary>
public sealed class Code : IDisposable
{
    private readonly PEReader file;
    private readonly MetadataReader metadata;

    public Code(string path)
    {
        file = new(File.OpenRead(path));
        metadata = file.GetMetadataReader();
        Name = metadata.GetString(metadata.GetAssemblyDefinition().Name);
    }

    public string Name { get; }

    /// <summary>Names of the assemblies it was compiled against and uses.</summary>
    public IEnumerable<string> Assemblies => metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name));

    /// <summary>Every type and what it names; what closures and nested types name counts for the outermost type.</summary>
    public ILookup<TypeName, TypeName> References => metadata.TypeDefinitions
        .SelectMany(h => Uses(metadata.GetTypeDefinition(h)).Distinct().Select(used => (From: NameOf(h), To: NameOf(used))))
        .Where(r => r.To is { Namespace.Length: > 0 } && r.From.Namespace.Length + r.From.Name.Length > 0)
        .Select(r => (r.From, To: r.To!.Value)).Distinct()
        .ToLookup(r => r.From, r => r.To);

    /// <summary>Interfaces it defines.</summary>
    public IEnumerable<TypeName> Interfaces => metadata.TypeDefinitions
        .Where(h => metadata.GetTypeDefinition(h).Attributes.HasFlag(System.Reflection.TypeAttributes.Interface) && metadata.GetTypeDefinition(h).GetDeclaringType().IsNil)
        .Select(NameOf);

    /// <summary>Which interface each class implements.</summary>
    public IEnumerable<TypeName> Implemented => metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
        .Where(t => !t.Attributes.HasFlag(System.Reflection.TypeAttributes.Interface))
        .SelectMany(t => t.GetInterfaceImplementations().Select(i => metadata.GetInterfaceImplementation(i).Interface))
        .Select(h => NameOf(Outermost(h))).OfType<TypeName>();

    public void Dispose() => file.Dispose();

    // ---- names

    private TypeName NameOf(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? NameOf(outer) : new(Name, metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    private TypeName? NameOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => NameOf((TypeDefinitionHandle)handle),
        HandleKind.TypeReference => NameOf(metadata.GetTypeReference((TypeReferenceHandle)handle)),
        _ => null,
    };

    private TypeName? NameOf(TypeReference type) => type.ResolutionScope.Kind switch
    {
        HandleKind.TypeReference => NameOf(type.ResolutionScope),
        HandleKind.AssemblyReference => new(
            metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name), metadata.GetString(type.Namespace), metadata.GetString(type.Name)),
        _ => null,
    };

    // ---- what a type names

    private IEnumerable<EntityHandle> Uses(TypeDefinition type)
    {
        var found = new List<EntityHandle>();
        Add(found, type.BaseType);
        foreach (var i in type.GetInterfaceImplementations()) Add(found, metadata.GetInterfaceImplementation(i).Interface);
        foreach (var a in type.GetCustomAttributes()) Add(found, metadata.GetCustomAttribute(a).Constructor);
        foreach (var f in type.GetFields()) metadata.GetFieldDefinition(f).DecodeSignature(new Collector(found), null);
        foreach (var m in type.GetMethods()) AddMethod(found, metadata.GetMethodDefinition(m));
        return found;
    }

    private void AddMethod(List<EntityHandle> found, MethodDefinition method)
    {
        method.DecodeSignature(new Collector(found), null);
        foreach (var a in method.GetCustomAttributes()) Add(found, metadata.GetCustomAttribute(a).Constructor);
        if (method.RelativeVirtualAddress == 0) return;
        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil) metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(new Collector(found), null);
        foreach (var region in body.ExceptionRegions) Add(found, region.CatchType);
        foreach (var token in Instructions.Tokens(body.GetILReader())) Add(found, token);
    }

    /// <summary>Adds the types behind any token: a member's owner and signature, a constructed type's parts.</summary>
    private void Add(List<EntityHandle> found, EntityHandle handle)
    {
        if (handle.IsNil) return;
        var collect = new Collector(found);
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition or HandleKind.TypeReference: found.Add(handle); break;
            case HandleKind.TypeSpecification: metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(collect, null); break;
            case HandleKind.MethodDefinition: found.Add(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()); break;
            case HandleKind.FieldDefinition: found.Add(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()); break;
            case HandleKind.MethodSpecification:
                var generic = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                generic.DecodeSignature(collect, null);
                Add(found, generic.Method);
                break;
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                Add(found, member.Parent);
                if (member.GetKind() is MemberReferenceKind.Method) member.DecodeMethodSignature(collect, null);
                else member.DecodeFieldSignature(collect, null);
                break;
        }
    }

    private EntityHandle Outermost(EntityHandle handle)
    {
        if (handle.Kind is not HandleKind.TypeSpecification) return handle;
        var found = new List<EntityHandle>();
        Add(found, handle);
        return found[0];
    }

    /// <summary>Notes every named type while a signature is read; the value of a signature is of no interest.</summary>
    private sealed class Collector(List<EntityHandle> found) : ISignatureTypeProvider<byte, object?>
    {
        public byte GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) { found.Add(handle); return 0; }
        public byte GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) { found.Add(handle); return 0; }
        public byte GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, context);
        public byte GetArrayType(byte elementType, ArrayShape shape) => 0;
        public byte GetByReferenceType(byte elementType) => 0;
        public byte GetFunctionPointerType(MethodSignature<byte> signature) => 0;
        public byte GetGenericInstantiation(byte genericType, ImmutableArray<byte> typeArguments) => 0;
        public byte GetGenericMethodParameter(object? context, int index) => 0;
        public byte GetGenericTypeParameter(object? context, int index) => 0;
        public byte GetModifiedType(byte modifier, byte unmodifiedType, bool isRequired) => 0;
        public byte GetPinnedType(byte elementType) => 0;
        public byte GetPointerType(byte elementType) => 0;
        public byte GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;
        public byte GetSZArrayType(byte elementType) => 0;
    }
}

/// <summary>Reads the instructions of a method body, as far as their tokens go.</summary>
internal static class Instructions
{
    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(f => f.GetValue(null)).OfType<OpCode>().ToDictionary(o => o.Value, o => o.OperandType);

    public static IEnumerable<EntityHandle> Tokens(BlobReader body)
    {
        var found = new List<EntityHandle>();
        while (body.RemainingBytes > 0)
        {
            short code = body.ReadByte();
            if (code == 0xFE) code = (short)(0xFE00 | body.ReadByte());
            switch (Operands[code])
            {
                case OperandType.InlineNone: break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar: body.Offset += 1; break;
                case OperandType.InlineVar: body.Offset += 2; break;
                case OperandType.InlineI8 or OperandType.InlineR: body.Offset += 8; break;
                case OperandType.InlineSwitch:
                    var targets = body.ReadInt32();
                    body.Offset += 4 * targets;
                    break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    found.Add(MetadataTokens.EntityHandle(body.ReadInt32()));
                    break;
                default: body.Offset += 4; break;
            }
        }
        return found;
    }
}
