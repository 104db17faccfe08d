"""Which addresses may be spoken to: hosts that a source names, and none inside the own network.

The check is made on the address that is then connected to, so that a name that is resolved anew to another
address (DNS rebinding) leads nowhere.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore

from ingest.sources.faults import Fault, FetchError

Resolve = Callable[[str, int], Iterable[str]]
"""Gives the addresses of a host and port, as text."""

_CARRIES_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""Translation prefixes (RFC 6052, RFC 8215): the last 32 bits are an IPv4 address."""


def is_public(text: str) -> bool:
    """True where the address, and every IPv4 address it carries inside, is one of the open internet."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in (address, *_inside(address)))


def _inside(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    last = int(address) & 0xFFFF_FFFF
    if int(address) >> 32 == 0 or any(address in net for net in _CARRIES_IPV4):
        yield IPv4Address(last)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, those of IPv4 first: the portal's IPv6 routes are unsteady."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ordered = sorted(found, key=lambda one: one[0] != socket.AF_INET)
    return list(dict.fromkeys(str(one[4][0]) for one in ordered))


def refuse_own_network(host: str, resolve: Resolve = resolve) -> None:
    """FetchError where a host that a proxy is to reach has, as seen from here, an address of the own network.

    Where names of the outside cannot be looked up from here, that is left to the proxy.
    """
    try:
        addresses = list(resolve(host, 443))
    except OSError:
        return
    if not all(is_public(one) for one in addresses):
        raise FetchError(Fault.FORBIDDEN_ADDRESS, host, address=", ".join(addresses))


class GuardedBackend(httpcore.SyncBackend):
    """Connects to checked addresses only; `private` allows those of the own network, for fakes in tests."""

    def __init__(self, *, private: bool = False, resolve: Resolve = resolve) -> None:
        self._private = private
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers; FetchError for a forbidden one."""
        try:
            addresses = list(self._resolve(host, port))
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        if not self._private and not all(is_public(one) for one in addresses):
            raise FetchError(Fault.FORBIDDEN_ADDRESS, host, address=", ".join(addresses))
        failure: Exception = httpcore.ConnectError(host)
        for address in addresses:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure
