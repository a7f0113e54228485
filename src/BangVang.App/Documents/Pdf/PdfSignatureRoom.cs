namespace BangVang.App.Documents.Pdf;

/// <summary>Room for a PAdES signature in a document; filled after the rest is written.</summary>
/// <param name="Signer">Body that signs, as readers show it.</param>
/// <param name="Reason">Why, as readers show it.</param>
public sealed record PdfSignatureRoom(string Signer, string Reason)
{
    /// <summary>Bytes kept for the signature: two certificates, an RSA signature of 4096 bits and a time-stamp fit.</summary>
    public const int Bytes = 12_288;

    /// <summary>As long as the longest range that can stand there.</summary>
    internal const string UnknownRange = "/ByteRange[0 0000000000 0000000000 0000000000]";

    internal string Dictionary(DateTimeOffset made) =>
        $"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M({PdfText.Date(made)})/Name {PdfText.Of(Signer)}/Reason {PdfText.Of(Reason)}{UnknownRange}/Contents<{new string('0', 2 * Bytes)}>>>";
}
