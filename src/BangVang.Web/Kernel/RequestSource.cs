using System.Net.Sockets;

namespace BangVang.Web.Kernel;

public static class RequestSource
{
    /// <summary>Where attempts are counted from: the network address of the peer; of IPv6 the first half, which one customer has to itself.</summary>
    public static string Source(this HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return address.ToString();
        return Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) + "::/64";
    }
}
