"""Which addresses may be connected to: public ones, checked at the moment of connecting and not before.

A name is looked up once, and the addresses that the connection will use are the ones checked here. So a redirect, a
name that changes its address between check and use, `2130706433` for 127.0.0.1, or an IPv4 address inside an IPv6 one
make no difference.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
REFUSED: set[str] = set()
"""Names that gave no public address, in this process."""


def is_public(host: str) -> bool:
    """Whether an IP address is reachable for the whole internet. False for anything that is no address."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _meant(address))


def _meant(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address, or what lies inside an IPv6 one: mapped, 6to4, Teredo (server and client), NAT64."""
    if isinstance(address, IPv4Address):
        return [address]
    if address in NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    inner = address.ipv4_mapped or address.sixtofour
    if inner is not None:
        return [inner]
    return [address, *(address.teredo or ())]


class PublicHostsOnly(CachingHostnameResolver):
    """Scrapy's resolver, without the addresses that are nobody else's business."""

    def resolveHostName(  # noqa: N802 (Twisted's names)
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        *args: Any,
        **kwargs: Any,
    ) -> IHostResolution:
        """As the interface says; a private address is dropped and its name remembered in `REFUSED`."""
        sieve: Any = _Sieve(resolutionReceiver, hostName)
        return super().resolveHostName(sieve, hostName, *args, **kwargs)


@implementer(IResolutionReceiver)
class _Sieve:
    """Passes on public addresses only."""

    def __init__(self, receiver: Any, name: str) -> None:
        self._receiver = receiver
        self._name = name
        self._passed = False
        self._dropped = False

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        if is_public(getattr(address, "host", "")):
            self._passed = True
            self._receiver.addressResolved(address)
        else:
            self._dropped = True

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._dropped and not self._passed:
            REFUSED.add(self._name)
        self._receiver.resolutionComplete()
