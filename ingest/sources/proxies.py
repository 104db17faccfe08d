"""Through which proxy a host is reached: the one that the settings name, that of the environment, or none.

With a proxy it is the proxy that finds the host's address; so the name is looked up here first, and one that
leads into the own network is refused before the proxy is asked.
"""

from __future__ import annotations

from urllib.request import getproxies, proxy_bypass

import httpx

from ingest.errors import UsageError

ENVIRONMENT = "environment"
NONE = "none"


def proxy_for(host: str, setting: str) -> str | None:
    """The proxy's address for an https host; None where it is reached directly.

    `setting`: "environment" (HTTPS_PROXY, ALL_PROXY, NO_PROXY and their kin), "none", or an address.
    UsageError where the address is no proxy's.
    """
    if setting == NONE:
        return None
    if setting != ENVIRONMENT:
        return _checked(setting)
    known = getproxies()
    told = known.get("https") or known.get("all")
    return _checked(told) if told and not proxy_bypass(host) else None


def _checked(address: str) -> str:
    """The address, with a scheme; its password is never told."""
    full = address if "://" in address else f"http://{address}"
    try:
        url = httpx.URL(full)
    except httpx.InvalidURL as error:
        raise UsageError("sources.wrong_proxy", address=address.rpartition("@")[2]) from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise UsageError("sources.wrong_proxy", address=address.rpartition("@")[2])
    return full
