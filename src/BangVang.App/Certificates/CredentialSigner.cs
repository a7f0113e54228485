using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.Proof.Credentials;
using BangVang.Proof.Notes;

namespace BangVang.App.Certificates;

/// <summary>The installation's key for credentials, made once, and the address of the document that names it.</summary>
public sealed class CredentialSigner(string issuer, byte[] seed)
{
    private const string FileName = "credentials.key";

    /// <summary>Address of the issuer's document; credentials name it for ever.</summary>
    public string Issuer => issuer;

    /// <summary>The public key as a Multikey.</summary>
    public string Multikey { get; } = Multibase.Key(Proof.Keys.Ed25519.PublicKeyOf(seed));

    /// <summary>Address under which proofs name the key.</summary>
    public string Method => CredentialTrust.MethodOf(issuer, Multikey);

    /// <summary>Signs what the issuer says.</summary>
    public JsonObject Sign(JsonObject document, string created) => DataIntegrity.Sign(document, Method, created, seed);

    /// <summary>The same as a token.</summary>
    /// <param name="notBefore">Seconds of Unix time.</param>
    public string Token(JsonObject credential, long notBefore) => CredentialToken.Sign(credential, Method, notBefore, seed);

    /// <exception cref="InvalidDataException">The file is no key, or others than its owner may read it.</exception>
    public static CredentialSigner Load(string directory, PublicUrl site)
    {
        var address = site.Root;
        return new(site.To("/issuer.json"), KeyFile.LoadOrMake(Path.Combine(directory, FileName), NoteSignatureKind.Ed25519, $"{address.Authority}{address.AbsolutePath.TrimEnd('/')}/credentials").Seed);
    }
}
