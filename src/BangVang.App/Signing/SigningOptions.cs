using System.ComponentModel.DataAnnotations;

namespace BangVang.App.Signing;

/// <summary>Where the key is that signs certificates.</summary>
public enum SigningBy
{
    /// <summary>A file of this installation.</summary>
    KeyFile,
    /// <summary>A device or token with a PKCS #11 module.</summary>
    Pkcs11,
    /// <summary>A remote service by the API of the Cloud Signature Consortium, version 2.</summary>
    Remote,
}

/// <summary>Who signs certificates, and with what.</summary>
public sealed record SigningOptions
{
    /// <summary>Default <c>KeyFile</c>.</summary>
    public SigningBy By { get; init; } = SigningBy.KeyFile;

    /// <summary>Name of the body in a certificate that the installation makes for itself. Default <c>Bảng Vàng</c>.</summary>
    [Required, MaxLength(64)] public string Body { get; init; } = "Bảng Vàng";

    /// <summary>PEM file with the signer's certificate, and behind it those above it. Absent: <c>keys/issuer.crt</c> of the data directory, made when it is not there. Default absent.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the private key. Absent: <c>keys/issuer.key</c> of the data directory. Default absent.</summary>
    public string? Key { get; init; }

    /// <summary>Address of a time-stamp authority (RFC 3161). Absent: signatures carry the time of this server only. Default absent.</summary>
    [Url] public string? TimeStamps { get; init; }

    public Pkcs11Options Pkcs11 { get; init; } = new();

    public RemoteSigningOptions Remote { get; init; } = new();
}

/// <summary>A device that keeps the key; its certificate is the setting <see cref="SigningOptions.Certificate"/>.</summary>
public sealed record Pkcs11Options
{
    /// <summary>File of the module the device's maker gives, such as <c>/usr/lib/softhsm/libsofthsm2.so</c>. Default absent.</summary>
    public string? Module { get; init; }

    /// <summary>Label of the token. Default absent.</summary>
    public string? Token { get; init; }

    /// <summary>Label of the private key. Default <c>bangvang</c>.</summary>
    public string Label { get; init; } = "bangvang";

    /// <summary>File that its owner alone may read, with the PIN on its first line. Default absent.</summary>
    public string? PinFile { get; init; }
}

/// <summary>A remote signing service.</summary>
public sealed record RemoteSigningOptions
{
    /// <summary>Address under which the service answers, such as <c>https://service.example.vn/csc/v2</c>. Default absent.</summary>
    [Url] public string? Address { get; init; }

    /// <summary>Name of this installation with the service. Default absent.</summary>
    public string? Client { get; init; }

    /// <summary>File that its owner alone may read, with the secret of <see cref="Client"/> on its first line. Default absent.</summary>
    public string? SecretFile { get; init; }

    /// <summary>Name of the key with the service. Absent: the first one listed. Default absent.</summary>
    public string? Credential { get; init; }

    /// <summary>File that its owner alone may read, with the PIN that releases the key on its first line. Absent: the key needs none. Default absent.</summary>
    public string? PinFile { get; init; }

    /// <summary>How long an answer may take. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
