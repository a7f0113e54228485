using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BangVang.App.Kernel;

/// <summary>Secrets that travel in links and cookies: 256 random bits outside, their SHA-256 in the database.</summary>
public static class Secrets
{
    /// <summary>43 characters of base64url.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
