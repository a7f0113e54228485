using System.ComponentModel.DataAnnotations;

namespace BangVang.App.Signing;

/// <summary>Who signs certificates, and with what: a key in a file, unless a device or a service is set.</summary>
public sealed record SigningOptions : IValidatableObject
{
    /// <summary>Name of the body in a certificate that the installation makes for itself. Default <c>Bảng Vàng</c>.</summary>
    [Required, MaxLength(64)] public string Body { get; init; } = "Bảng Vàng";

    /// <summary>PEM file with the signer's certificate, and behind it those above it. Absent: <c>keys/issuer.crt</c> of the data directory, made when it is not there; with a device, the certificate in it. Default absent.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with certificates of those who vouch for signers of decisions, such as the authority for public-duty signatures. Absent: no signer of a decision is called trusted. Default absent.</summary>
    public string? DecisionSigners { get; init; }

    /// <summary>PEM file with the private key. Absent: <c>keys/issuer.key</c> of the data directory. Default absent.</summary>
    public string? Key { get; init; }

    public DeviceOptions Device { get; init; } = new();

    public RemoteOptions Remote { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Device.IsSet && Remote.IsSet) yield return new("Signing: set a device or a remote service, not both.");
        foreach (var problem in Device.Problems("Signing:Device").Concat(Remote.Problems("Signing:Remote"))) yield return new(problem);
    }
}

/// <summary>A key in a device that is reached by PKCS #11.</summary>
public sealed record DeviceOptions
{
    /// <summary>Path of the vendor's PKCS #11 library. Absent: no device. Default absent.</summary>
    public string? Module { get; init; }

    /// <summary>Label of the token. Default absent.</summary>
    public string? Token { get; init; }

    /// <summary>Label of the private key, and of the certificate beside it. Default absent.</summary>
    public string? Label { get; init; }

    /// <summary>The PIN; better in the environment than in a file of settings. Default absent.</summary>
    public string? Pin { get; init; }

    /// <summary>File whose first line is the PIN, which its owner alone may read. Default absent.</summary>
    public string? PinFile { get; init; }

    public bool IsSet => !string.IsNullOrWhiteSpace(Module);

    internal IEnumerable<string> Problems(string path)
    {
        if (!IsSet) yield break;
        if (string.IsNullOrWhiteSpace(Token)) yield return $"{path}:Token is missing.";
        if (string.IsNullOrWhiteSpace(Label)) yield return $"{path}:Label is missing.";
        if (Pin is null == PinFile is null) yield return $"{path}: set Pin or PinFile.";
    }
}

/// <summary>A remote signing service that speaks the API of the Cloud Signature Consortium, version 2.</summary>
public sealed record RemoteOptions
{
    /// <summary>Address that the methods follow, as <c>https://ky-so.example.vn/csc/v2/</c>. HTTPS, unless on loopback. Absent: no service. Default absent.</summary>
    public string? Url { get; init; }

    /// <summary>Who we are to the service (OAuth 2.0 client credentials). Default absent.</summary>
    public string? ClientId { get; init; }

    /// <summary>Its secret; better in the environment than in a file of settings. Default absent.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>File whose first line is the client's secret, which its owner alone may read. Default absent.</summary>
    public string? ClientSecretFile { get; init; }

    /// <summary>Which key signs (<c>credentialID</c>). Default absent.</summary>
    public string? Credential { get; init; }

    /// <summary>The PIN of that key, where the service asks for one. Default absent.</summary>
    public string? Pin { get; init; }

    /// <summary>File whose first line is that PIN. Default absent.</summary>
    public string? PinFile { get; init; }

    /// <summary>How long the service may take for one answer. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public bool IsSet => !string.IsNullOrWhiteSpace(Url);

    internal IEnumerable<string> Problems(string path)
    {
        if (!IsSet) yield break;
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) || !url.AbsolutePath.EndsWith('/') || url.Query.Length > 0)
            yield return $"{path}:Url is no HTTPS address that ends with a slash: \"{Url}\".";
        if (string.IsNullOrWhiteSpace(ClientId)) yield return $"{path}:ClientId is missing.";
        if (ClientSecret is null == ClientSecretFile is null) yield return $"{path}: set ClientSecret or ClientSecretFile.";
        if (string.IsNullOrWhiteSpace(Credential)) yield return $"{path}:Credential is missing.";
        if (Pin is not null && PinFile is not null) yield return $"{path}: set Pin or PinFile, not both.";
    }
}

/// <summary>A secret of the settings: as it stands there, or the first line of a file.</summary>
internal static class SettingSecret
{
    /// <exception cref="InvalidDataException">Others than its owner may read the file.</exception>
    public static string? Of(string? value, string? file)
    {
        if (file is null) return value;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            throw new InvalidDataException($"Others than its owner may use {file}: chmod 600.");
        return File.ReadLines(file).FirstOrDefault() ?? "";
    }
}
