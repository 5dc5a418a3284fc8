"""Telling public network addresses from internal ones: a link must not make this server call its own network."""

import ipaddress

# RFC 6052: an IPv4 address in the last 32 bits, for networks that translate.
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(text: str) -> bool:
    """Tell whether a numerical address is public. A text that is no address is not.

    An IPv6 address that carries an IPv4 address (mapped, 6to4, Teredo, NAT64) is public only when both are.
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_global(each) for each in (address, *_carried(address)))


def _is_global(address: _Address) -> bool:
    is_special = address.is_multicast or address.is_reserved or address.is_unspecified
    # A carrier such as the mapped range counts as private itself; what it carries decides.
    return address.is_global and not is_special


def _carried(address: _Address) -> list[ipaddress.IPv4Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried = [address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _TRANSLATED):
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    if address.ipv4_mapped:
        carried.append(address.ipv4_mapped)
    return [each for each in carried if each is not None]
