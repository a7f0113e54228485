using System.ComponentModel.DataAnnotations;

namespace BangVang.App.Signing;

/// <summary>Who signs certificates, and with what.</summary>
public sealed record SigningOptions
{
    /// <summary>Name of the body in a certificate that the installation makes for itself. Default <c>Bảng Vàng</c>.</summary>
    [Required, MaxLength(64)] public string Body { get; init; } = "Bảng Vàng";

    /// <summary>PEM file with the signer's certificate, and behind it those above it. Absent: <c>keys/issuer.crt</c> of the data directory, made when it is not there. Default absent.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the private key. Absent: <c>keys/issuer.key</c> of the data directory. Default absent.</summary>
    public string? Key { get; init; }
}
