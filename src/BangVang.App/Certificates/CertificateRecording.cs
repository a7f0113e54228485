using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using NodaTime;

namespace BangVang.App.Certificates;

/// <summary>What the public log keeps of a certificate: that there is one, fixed by hashes. Names are in neither entry.</summary>
internal static class CertificateRecording
{
    public static void LogIssue(this BangVangDb db, Certificate certificate, Instant now) => db.Log(now, "certificate.issued", certificate.EditionKey, certificate.Id, new()
    {
        ["code"] = certificate.Code, ["number"] = certificate.Number, ["kind"] = $"{certificate.Kind}", ["pdf"] = certificate.PdfSha256,
        ["claim"] = Convert.ToHexStringLower(SHA256.HashData(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(certificate.Claim, Json.Options))),
    });

    public static void LogWithdrawal(this BangVangDb db, Certificate certificate, Instant now) =>
        db.Log(now, "certificate.withdrawn", certificate.EditionKey, certificate.Id, new JsonObject { ["code"] = certificate.Code, ["number"] = certificate.Number, ["reason"] = certificate.WithdrawalReason });
}
