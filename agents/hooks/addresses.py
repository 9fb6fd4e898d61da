"""Which addresses a hook may reach: the public ones, and the ranges that the operator allows by name."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_METADATA = {
    # Addresses of cloud machines' own data and keys. Most are link-local or private anyway.
    ip_address("169.254.169.254"): "AWS, Azure, Google and others",
    ip_address("169.254.170.2"): "AWS containers",
    ip_address("fd00:ec2::254"): "AWS",
    ip_address("100.100.100.200"): "Alibaba",
    ip_address("168.63.129.16"): "Azure, and public by its number",
    ip_address("192.0.0.192"): "Oracle",
}
_CARRIERS: tuple[tuple[IPv6Network, int], ...] = (
    # IPv6 ranges that carry an IPv4 address, and by how many bits it is shifted.
    (IPv6Network("::ffff:0:0/96"), 0),  # v4-mapped, RFC 4291
    (IPv6Network("::/96"), 0),  # v4-compatible, RFC 4291
    (IPv6Network("::ffff:0:0:0/96"), 0),  # v4-translated, RFC 2765
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64, RFC 6052
    (IPv6Network("2002::/16"), 80),  # 6to4, RFC 3056
)
_REFUSED: tuple[tuple[Network, str], ...] = (
    # Whole ranges, some of which the library counts as global.
    (ip_network("64:ff9b:1::/48"), "a local NAT64 address"),
    (ip_network("2001::/32"), "a Teredo address"),
    (ip_network("fec0::/10"), "a site-local address"),
    (ip_network("3fff::/20"), "an address for documents"),
    (ip_network("192.88.99.0/24"), "a 6to4 relay"),
    (ip_network("0.0.0.0/8"), "an address of this host"),
    (ip_network("255.255.255.255/32"), "a broadcast address"),
)


def parse_address(text: str) -> Address:
    """An address as a socket gives it, without its zone. Raises ValueError."""
    return ip_address(text.partition("%")[0])


def why_forbidden(address: Address, allowed: Mapping[str, Network] | None = None) -> str | None:
    """Why nothing may be sent there, None if it may. IPv6 is judged by the IPv4 that it carries, too.

    `allowed`: ranges by the operator's name for them; an address that carries another is allowed by either.
    """
    every = (address, *_carried(address))
    if any(
        each in network for network in (allowed or {}).values() for each in every if each.version == network.version
    ):
        return None
    return next((reason for each in every if (reason := _reason(each))), None)


def _reason(address: Address) -> str | None:
    if address in _METADATA:
        return "a cloud's metadata address"
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if address.is_unspecified:
        return "the unspecified address"
    for network, what in _REFUSED:
        if address.version == network.version and address in network:
            return what
    if isinstance(address, IPv6Address) and any(address in network for network, _ in _CARRIERS):
        return None  # judged by what it carries
    if address.is_private:
        return "a private address"
    return None if address.is_global and not address.is_reserved else "an address that is not public"


def _carried(address: Address) -> Iterator[IPv4Address]:
    if isinstance(address, IPv6Address):
        for network, shift in _CARRIERS:
            if address in network:
                yield IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
