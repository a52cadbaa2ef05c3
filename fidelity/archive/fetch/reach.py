"""Connections that lead out of the house only: what a host's name resolves to is looked at before it is connected to.

A link in somebody's article must not make this program ask a machine of the newsroom's own network (server-side request
forgery). What is checked is what is then connected to, so a name that resolves otherwise the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from typing import TYPE_CHECKING, cast

import httpcore
import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class ForbiddenError(Exception):
    """The host is one that may not be reached."""


class Transport(httpx.BaseTransport):
    """An httpx transport over connections that are checked."""

    def __init__(self, *, allow_private: bool, longest: float) -> None:
        """`longest` is how many seconds an answer may take from the request to its last byte."""
        backend = _Checked(allow_private=allow_private, longest=longest)
        self._pool = httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. Raises ForbiddenError, or the errors of httpcore as those of httpx."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        try:
            answer = self._pool.handle_request(
                httpcore.Request(
                    request.method, url, headers=request.headers.raw, content=request.stream, extensions=request.extensions
                )
            )
        except httpcore.TimeoutException as error:
            raise httpx.TimeoutException(str(error), request=request) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise httpx.NetworkError(str(error), request=request) from error
        stream = _Stream(cast("Iterable[bytes]", answer.stream), request)
        return httpx.Response(answer.status, headers=answer.headers, stream=stream, extensions=answer.extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, parts: Iterable[bytes], request: httpx.Request) -> None:
        self._parts = parts
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._parts
        except httpcore.TimeoutException as error:
            raise httpx.TimeoutException(str(error), request=self._request) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.NetworkError(str(error), request=self._request) from error

    def close(self) -> None:
        if hasattr(self._parts, "close"):
            self._parts.close()


class _Patient(httpcore.NetworkStream):
    """A connection on which an answer takes so long and no longer: a byte now and then keeps nobody waiting for ever."""

    def __init__(self, real: httpcore.NetworkStream, longest: float) -> None:
        self._real = real
        self._longest = longest
        self._until = time.monotonic() + longest

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer takes too long")
        return self._real.read(max_bytes, left if timeout is None else min(left, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._until = time.monotonic() + self._longest
        self._real.write(buffer, timeout)

    def close(self) -> None:
        self._real.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Patient(self._real.start_tls(ssl_context, server_hostname, timeout), self._longest)

    def get_extra_info(self, info: str) -> object:
        return self._real.get_extra_info(info)


class _Checked(httpcore.NetworkBackend):
    def __init__(self, *, allow_private: bool, longest: float) -> None:
        self._real = httpcore.SyncBackend()
        self._allow_private = allow_private
        self._longest = longest

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        address = _resolved(host, port, allow_private=self._allow_private)
        return _Patient(self._real.connect_tcp(address, port, timeout, local_address, socket_options), self._longest)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - the interface's
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        raise ForbiddenError(f"{path} is a local socket")

    def sleep(self, seconds: float) -> None:
        self._real.sleep(seconds)


def _resolved(host: str, port: int, *, allow_private: bool) -> str:
    """An address of the host. Raises ForbiddenError if any address of it is private and those are not allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {host} cannot be resolved") from error
    addresses = [str(info[4][0]) for info in found]
    if not allow_private:
        for address in addresses:
            if not is_public(address):
                raise ForbiddenError(f"{host} is a machine of a private network ({address})")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where it is wrapped in an IPv6 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
