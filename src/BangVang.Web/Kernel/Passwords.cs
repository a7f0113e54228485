using BangVang.App.Ports;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Kernel;

/// <summary>Passwords by ASP.NET Core Identity: PBKDF2 with HMAC-SHA-512, 128-bit salt, 210,000 iterations.</summary>
public sealed class Passwords : IPasswords
{
    private static readonly object Anybody = new();
    private readonly PasswordHasher<object> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private readonly Lazy<string> nobodys;

    public Passwords() => nobodys = new(() => hasher.HashPassword(Anybody, Guid.NewGuid().ToString()));

    public string Hash(string password) => hasher.HashPassword(Anybody, password);

    public bool Verify(string? hash, string password) =>
        hasher.VerifyHashedPassword(Anybody, hash ?? nobodys.Value, password) is not PasswordVerificationResult.Failed && hash is not null;
}
