"""The connections of a client: to checked addresses only, or through a proxy that an administrator named."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path

import httpcore
import httpx

from ingest.errors import UsageError
from ingest.sources.hosts import GuardedBackend


class Transport(httpx.HTTPTransport):
    """httpx's transport over a pool of one connection, direct or through a proxy.

    The backend checks each address that is connected to. A proxy may stand in the own network: it was named
    by an administrator.
    """

    def __init__(
        self, context: ssl.SSLContext, backend: httpcore.NetworkBackend, proxy: str | None = None
    ) -> None:
        super().__init__(trust_env=False)
        self._pool.close()
        if proxy is None:
            self._pool = httpcore.ConnectionPool(
                ssl_context=context, max_connections=1, max_keepalive_connections=1, network_backend=backend
            )
            return
        url = httpx.URL(proxy)
        login = (url.username.encode(), url.password.encode()) if url.username else None
        self._pool = httpcore.HTTPProxy(
            str(url.copy_with(username=None, password=None)),
            proxy_auth=login,
            ssl_context=context,
            max_connections=1,
            max_keepalive_connections=1,
            network_backend=GuardedBackend(private=True),
        )


def trusted(ca_file: Path | None) -> ssl.SSLContext:
    """The certificate authorities: the system's, or only those of the file; UsageError where it is none."""
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise UsageError("sources.unreadable", file=ca_file, detail=error) from error


def connected(
    context: ssl.SSLContext, backend: httpcore.NetworkBackend, proxies: Mapping[str, str]
) -> tuple[Transport, dict[str, httpx.BaseTransport | None]]:
    """The direct transport, and for each host that has a proxy one through it."""
    through = {proxy: Transport(context, backend, proxy) for proxy in set(proxies.values())}
    return Transport(context, backend), {f"all://{host}": through[one] for host, one in proxies.items()}
