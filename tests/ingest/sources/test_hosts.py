"""Addresses of the own network are told in every spelling."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.hosts import is_public

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
    "localhost", "", "1", "0x7f.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.162.0.11", "2400:cb00::1"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@given(
    st.sampled_from(["127.0.0.1", "10.0.0.1", "192.168.0.1", "172.31.255.255", "169.254.169.254"]),
    st.integers(0, 2**16 - 1),
)
def test_private_addresses_inside_others(private: str, noise: int) -> None:
    inner = int(IPv4Address(private))
    forms = [
        f"::ffff:{private}",
        f"::{private}",
        f"64:ff9b::{private}",
        str(IPv6Address((0x64FF9B0001 << 80) | inner)),
        str(IPv6Address((0x2002 << 112) | (inner << 80) | noise)),
        str(IPv6Address((0x20010000 << 96) | (int(IPv4Address("8.8.8.8")) << 64) | (inner ^ 0xFFFFFFFF))),
    ]
    assert [one for one in forms if is_public(one)] == []
