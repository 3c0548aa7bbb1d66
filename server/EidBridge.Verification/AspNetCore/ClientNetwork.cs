using System.Net;
using System.Net.Sockets;

namespace EidBridge.Verification.AspNetCore;

/// <summary>Whom a rate limit counts: whoever has one address of IPv6 has 2^64 of them.</summary>
public static class ClientNetwork
{
    private const int NetworkBytes = 8;

    /// <summary>The network that a request comes from, as the partition of a rate limit.</summary>
    /// <param name="address"><c>context.Connection.RemoteIpAddress</c>: behind a proxy that of the proxy, unless the site reads forwarded headers.</param>
    /// <returns>An IPv4 address, also where it is written as IPv6; the first 64 bits of an IPv6 address (RFC 4291 section 2.5.4), as in <c>2001:db8::/64</c>; empty where there is none.</returns>
    public static string Of(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? string.Empty;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
