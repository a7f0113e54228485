using System.Runtime.InteropServices;
using System.Text;

namespace BangVang.Proof.Keys;

/// <summary>What a device answered instead of doing its work.</summary>
/// <param name="Code">The number of the standard (CKR_…).</param>
public sealed class Pkcs11Exception(string call, ulong code) : IOException($"{call}: {Name(code)} (0x{code:x})")
{
    public ulong Code => code;

    /// <summary>The session or the device itself is gone: a new session may help. False for everything a second try cannot mend, such as a wrong PIN, which would be locked by trying again.</summary>
    public bool SessionLost => code is 0x32 or 0x30 or 0xb0 or 0xb3 or 0xe0 or 0x101;

    private static string Name(ulong code) => code switch
    {
        0x05 => "general error",
        0x30 => "device error",
        0x32 => "the device was removed",
        0xa0 => "the PIN is wrong",
        0xa2 => "the PIN is of the wrong length",
        0xa4 => "the PIN is locked",
        0xb0 or 0xb3 => "the session was lost",
        0xe0 => "there is no token",
        0x70 => "the device does not know this mechanism",
        0x101 => "nobody is signed in",
        _ => "the device refused",
    };
}

/// <summary>The few calls of PKCS #11 (version 2.40) that signing takes, through the function list of a vendor's module. One per module and process.</summary>
internal sealed unsafe class Pkcs11Module
{
    // Places in the function list, which every version of the standard keeps; a version number stands before the first.
    private const int Initialize = 0, GetSlotList = 4, GetTokenInfo = 6, OpenSession = 12, CloseAll = 14, Login = 18, GetAttributeValue = 24, FindInit = 26, Find = 27, FindFinal = 28, SignInit = 42, SignOne = 43;
    private const ulong Ok = 0, AlreadyInitialized = 0x191, AlreadyLoggedIn = 0x100, OsLocking = 2, SerialSession = 4, User = 1;
    private const int TokenInfoLength = 256, LabelLength = 32;

    private static readonly Dictionary<string, Pkcs11Module> Loaded = new(StringComparer.Ordinal);
    private readonly nint* functions;

    private Pkcs11Module(string path)
    {
        nint library;
        try { library = NativeLibrary.Load(path); }
        catch (DllNotFoundException e) { throw new IOException($"The PKCS #11 module {path} cannot be loaded: {e.Message}", e); }
        if (!NativeLibrary.TryGetExport(library, "C_GetFunctionList", out var entry)) throw new IOException($"{path} is no PKCS #11 module.");
        nint list;
        Demand("C_GetFunctionList", ((delegate* unmanaged[Cdecl]<nint*, nuint>)entry)(&list));
        functions = (nint*)(list + sizeof(nint));
        var arguments = stackalloc nint[6];
        new Span<nint>(arguments, 6).Clear();
        arguments[4] = (nint)OsLocking;
        if (((delegate* unmanaged[Cdecl]<nint*, nuint>)functions[Initialize])(arguments) is var code and not (nuint)AlreadyInitialized) Demand("C_Initialize", code);
    }

    /// <exception cref="IOException">There is no such module, or it does not start.</exception>
    public static Pkcs11Module Load(string path)
    {
        lock (Loaded) return Loaded.TryGetValue(path, out var known) ? known : Loaded[path] = new(path);
    }

    /// <summary>The slot that holds the token of this name; null when none does.</summary>
    public nuint? SlotOf(string label)
    {
        var list = (delegate* unmanaged[Cdecl]<byte, nuint*, nuint*, nuint>)functions[GetSlotList];
        nuint count;
        Demand("C_GetSlotList", list(1, null, &count));
        var slots = new nuint[count];
        fixed (nuint* first = slots) Demand("C_GetSlotList", list(1, first, &count));
        var info = stackalloc byte[TokenInfoLength];
        foreach (var slot in slots.AsSpan(0, (int)count))
        {
            // A token that was drawn out in between is passed over.
            if (((delegate* unmanaged[Cdecl]<nuint, byte*, nuint>)functions[GetTokenInfo])(slot, info) != Ok) continue;
            if (Encoding.UTF8.GetString(info, LabelLength).TrimEnd(' ', '\0') == label) return slot;
        }
        return null;
    }

    public nuint Open(nuint slot, string pin)
    {
        nuint session;
        Demand("C_OpenSession", ((delegate* unmanaged[Cdecl]<nuint, nuint, nint, nint, nuint*, nuint>)functions[OpenSession])(slot, (nuint)SerialSession, 0, 0, &session));
        var bytes = Encoding.UTF8.GetBytes(pin);
        fixed (byte* typed = bytes)
        {
            var code = ((delegate* unmanaged[Cdecl]<nuint, nuint, byte*, nuint, nuint>)functions[Login])(session, (nuint)User, typed, (nuint)bytes.Length);
            // The right to use a token is the process's: another session may have signed in before.
            if (code != (nuint)AlreadyLoggedIn) Demand("C_Login", code);
        }
        return session;
    }

    public void CloseAllSessions(nuint slot) => Demand("C_CloseAllSessions", ((delegate* unmanaged[Cdecl]<nuint, nuint>)functions[CloseAll])(slot));

    /// <summary>Objects of this class with this value of this attribute, two at most.</summary>
    public IReadOnlyList<nuint> FindObjects(nuint session, ulong kind, ulong attribute, byte[] value)
    {
        var found = stackalloc nuint[2];
        nuint count;
        var sought = (nuint)kind;
        fixed (byte* bytes = value)
        {
            // CK_ATTRIBUTE: type, address of the value, its length.
            var template = stackalloc nint[6];
            (template[0], template[1], template[2]) = (0, (nint)(&sought), sizeof(nuint));
            (template[3], template[4], template[5]) = ((nint)attribute, (nint)bytes, value.Length);
            Demand("C_FindObjectsInit", ((delegate* unmanaged[Cdecl]<nuint, nint*, nuint, nuint>)functions[FindInit])(session, template, 2));
        }
        Demand("C_FindObjects", ((delegate* unmanaged[Cdecl]<nuint, nuint*, nuint, nuint*, nuint>)functions[Find])(session, found, 2, &count));
        Demand("C_FindObjectsFinal", ((delegate* unmanaged[Cdecl]<nuint, nuint>)functions[FindFinal])(session));
        return [.. new ReadOnlySpan<nuint>(found, (int)count).ToArray()];
    }

    public byte[] Attribute(nuint session, nuint handle, ulong attribute)
    {
        var get = (delegate* unmanaged[Cdecl]<nuint, nuint, nint*, nuint, nuint>)functions[GetAttributeValue];
        var template = stackalloc nint[3];
        (template[0], template[1], template[2]) = ((nint)attribute, 0, 0);
        Demand("C_GetAttributeValue", get(session, handle, template, 1));
        var value = new byte[template[2]];
        fixed (byte* bytes = value)
        {
            template[1] = (nint)bytes;
            Demand("C_GetAttributeValue", get(session, handle, template, 1));
        }
        return value;
    }

    public byte[] Sign(nuint session, nuint key, ulong mechanism, byte[] data)
    {
        var chosen = stackalloc nint[3];
        (chosen[0], chosen[1], chosen[2]) = ((nint)mechanism, 0, 0);
        Demand("C_SignInit", ((delegate* unmanaged[Cdecl]<nuint, nint*, nuint, nuint>)functions[SignInit])(session, chosen, key));
        // Of an RSA key of 16,384 bits, the longest there is.
        var signature = new byte[2_048];
        var length = (nuint)signature.Length;
        fixed (byte* input = data, output = signature)
            Demand("C_Sign", ((delegate* unmanaged[Cdecl]<nuint, byte*, nuint, byte*, nuint*, nuint>)functions[SignOne])(session, input, (nuint)data.Length, output, &length));
        return signature[..(int)length];
    }

    private static void Demand(string call, nuint code)
    {
        if (code != Ok) throw new Pkcs11Exception(call, code);
    }
}
