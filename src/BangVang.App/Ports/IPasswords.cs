namespace BangVang.App.Ports;

/// <summary>Hashes and checks passwords: PBKDF2 with HMAC-SHA-512 and at least 210,000 iterations (OWASP ASVS 5.0, appendix C).</summary>
public interface IPasswords
{
    string Hash(string password);

    /// <summary>True when the password fits. With a null hash it takes the same time and answers false.</summary>
    bool Verify(string? hash, string password);
}
