using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BangVang.Proof.Keys;

/// <summary>The calls of OpenSSL 3 that the framework has no words for. Every call says 1 for success.</summary>
internal static partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library)] internal static partial PublicKeyHandle EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);
    [LibraryImport(Library)] internal static partial PublicKeyHandle EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);
    [LibraryImport(Library)] internal static partial int EVP_PKEY_get_raw_public_key(PublicKeyHandle key, Span<byte> raw, ref nuint length);
    [LibraryImport(Library)] internal static partial DigestHandle EVP_MD_CTX_new();
    [LibraryImport(Library)] internal static partial int EVP_DigestSignInit(DigestHandle context, nint keyContext, nint digest, nint engine, PublicKeyHandle key);
    [LibraryImport(Library)] internal static partial int EVP_DigestSign(DigestHandle context, Span<byte> signature, ref nuint length, ReadOnlySpan<byte> message, nuint messageLength);
    [LibraryImport(Library)] internal static partial int EVP_DigestVerifyInit(DigestHandle context, nint keyContext, nint digest, nint engine, PublicKeyHandle key);
    [LibraryImport(Library)] internal static partial int EVP_DigestVerify(DigestHandle context, ReadOnlySpan<byte> signature, nuint length, ReadOnlySpan<byte> message, nuint messageLength);
    [LibraryImport(Library)] internal static partial AgreementHandle EVP_PKEY_CTX_new(PublicKeyHandle key, nint engine);
    [LibraryImport(Library)] internal static partial int EVP_PKEY_derive_init(AgreementHandle context);
    [LibraryImport(Library)] internal static partial int EVP_PKEY_derive_set_peer(AgreementHandle context, PublicKeyHandle peer);
    [LibraryImport(Library)] internal static partial int EVP_PKEY_derive(AgreementHandle context, Span<byte> secret, ref nuint length);
    [LibraryImport(Library)] internal static partial int EVP_PBE_scrypt(ReadOnlySpan<byte> password, nuint passwordLength, ReadOnlySpan<byte> salt, nuint saltLength, ulong n, ulong r, ulong p, ulong maxMemory, Span<byte> key, nuint keyLength);
    [LibraryImport(Library)] private static partial void EVP_PKEY_free(nint key);
    [LibraryImport(Library)] private static partial void EVP_PKEY_CTX_free(nint context);
    [LibraryImport(Library)] private static partial void EVP_MD_CTX_free(nint context);

    internal sealed class PublicKeyHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        protected override bool ReleaseHandle() { EVP_PKEY_free(handle); return true; }
    }

    internal sealed class AgreementHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        protected override bool ReleaseHandle() { EVP_PKEY_CTX_free(handle); return true; }
    }

    internal sealed class DigestHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        protected override bool ReleaseHandle() { EVP_MD_CTX_free(handle); return true; }
    }
}
