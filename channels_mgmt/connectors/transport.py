# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The only way to a platform's server.

One ``Session`` talks to one server. Every connection is opened to an address that was checked
at that moment, so neither redirects nor a changed name lead into an internal network; redirects
are not followed; answers are bounded in size and time; credentials travel in the Authorization
header and nowhere else; proxies named in the environment are ignored.
"""

from __future__ import annotations

import functools
import json
import socket
import ssl
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

import httpcore
import httpx
from django.utils.translation import gettext as _

from channels_mgmt.connectors.addresses import UnsafeAddress, check_base_url, refuse_internal, resolve
from channels_mgmt.connectors.contract import (
    Account,
    ConnectorError,
    NeedsReconnect,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Timeouts,
    TryLater,
)
from channels_mgmt.connectors.replies import Reply, reason_in, technical_words

__all__ = ["Reply", "Session", "UnsafeAddress", "check_base_url"]

USER_AGENT = "Dorflinde"
MAX_ANSWER_BYTES = 4_000_000
LONGEST_RAW = 500
P = ParamSpec("P")
R = TypeVar("R")


class TimeBudget:
    """When the exchange has to be over, on the monotonic clock."""

    def __init__(self) -> None:
        self.ends_at = float("inf")

    def left(self, wanted: float | None, error: type[Exception] = httpcore.ReadTimeout) -> float:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise error("time budget used up")
        return left if wanted is None else min(wanted, left)


class _Stream(httpcore.NetworkStream):
    """A connection on which no single wait outlasts the budget of the whole exchange."""

    def __init__(self, stream: httpcore.NetworkStream, budget: TimeBudget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._budget.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._budget.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._stream.start_tls(ssl_context, server_hostname, self._budget.left(timeout, httpcore.ConnectTimeout)),
            self._budget,
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves a name, checks every address and connects to one of exactly those addresses."""

    def __init__(self, budget: TimeBudget, *, allow_local: bool, resolver: Callable[[str, int], list[str]]) -> None:
        self._budget, self._allow_local, self._resolver = budget, allow_local, resolver
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = self._resolver(host, port)
        except (socket.gaierror, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in refuse_internal(host, found, allow_local=self._allow_local):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._budget.left(timeout, httpcore.ConnectTimeout), local_address, socket_options
                )
                return _Stream(stream, self._budget)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError("no address")

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("local sockets are not offered")


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._stream

    def close(self) -> None:
        self._stream.close()


class _as_httpx:
    """Give httpcore's exceptions the names httpx gives them."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        named = getattr(httpx, kind.__name__, None) if kind and kind.__module__.startswith("httpcore") else None
        if named is not None:
            raise named(str(error)) from error


@functools.cache
def _trusted_authorities() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class CheckedTransport(httpx.BaseTransport):
    """httpx over a pool whose every connection passes ``CheckedBackend``. No proxies, no retries."""

    def __init__(self, budget: TimeBudget, *, allow_local: bool, resolver: Callable[[str, int], list[str]]) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted_authorities(),
            max_connections=2,
            keepalive_expiry=5,
            network_backend=CheckedBackend(budget, allow_local=allow_local, resolver=resolver),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        assert isinstance(request.stream, httpx.SyncByteStream)  # noqa: S101  a synchronous client's request
        inner = httpcore.Request(
            method=request.method,
            url=url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx():
            answer = self._pool.handle_request(inner)
        return httpx.Response(
            status_code=answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


def distrustful(reading: Callable[P, R]) -> Callable[P, R]:
    """Decorate what reads a server's answer: an entry missing or of another kind is ``TryLater``."""

    @functools.wraps(reading)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return reading(*args, **kwargs)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise TryLater(_("The server gave an answer that makes no sense.")) from error

    return wrapped


class NothingSent(Exception):
    """The request did not reach the server."""


class AnswerLost(Exception):
    """The request may have been carried out, but no usable answer came."""


class Session:
    """Requests to the server of one account.

    ``ask`` is for what may safely be repeated: every trouble is ``TryLater`` or ``Rejected``.
    ``tell`` is for what must happen once: lost answers and server errors are ``OutcomeUnknown``.
    """

    def __init__(self, account: Account, *, resolver: Callable[[str, int], list[str]] = resolve) -> None:
        self._timeouts: Timeouts = account.timeouts
        self._before_request = account.before_request
        self._budget = TimeBudget()
        self._all_over_at = float("inf")
        #: The last exchange: method, path without its query, and what became of it.
        self.last = ""
        base_url = account.base_url.rstrip("/")
        if not base_url.startswith("https://") and not (account.allow_local and base_url.startswith("http://")):
            raise Rejected(_("The address must begin with https://."))
        self._client = httpx.Client(
            base_url=base_url,
            transport=CheckedTransport(self._budget, allow_local=account.allow_local, resolver=resolver),
            timeout=httpx.Timeout(self._timeouts.read, connect=self._timeouts.connect),
            headers={"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"},
            follow_redirects=False,
            trust_env=False,
        )
        # Whoever is done with a session forgets it; its connections end then, and not when memory is next looked over.
        weakref.finalize(self, self._client.close)
        self.host = self._client.base_url.host

    @contextmanager
    def all_within(self, seconds: float) -> Iterator[None]:
        """Let everything asked inside together take no longer than ``seconds``."""
        self._all_over_at = time.monotonic() + seconds
        try:
            yield
        finally:
            self._all_over_at = float("inf")

    def seconds_left(self) -> float:
        """What remains of ``all_within``."""
        return self._all_over_at - time.monotonic()

    def ask(self, method: str, path: str, *, ok: Iterable[int] = (), **request: Any) -> Reply:
        """Send what may be repeated. ``ok`` names statuses besides 2xx that the caller understands."""
        with self._told():
            try:
                reply = self.exchange(method, path, **request)
            except (NothingSent, AnswerLost) as error:
                raise TryLater(self._silence(error)) from error
            if reply.status in ok:
                return reply
            self._refuse(reply)
            if reply.status >= 300:
                raise TryLater(self._server_trouble(reply), reply.retry_after)
            if reply.json is None:
                raise TryLater(self._gibberish())
            return reply

    def tell(self, method: str, path: str, *, ok: Iterable[int] = (), **request: Any) -> Reply:
        """Send what must happen once."""
        with self._told():
            try:
                reply = self.exchange(method, path, **request)
            except NothingSent as error:
                raise TryLater(self._silence(error)) from error
            except AnswerLost as error:
                raise OutcomeUnknown(self._silence(error)) from error
            if reply.status in ok:
                return reply
            self._refuse(reply)
            if reply.status >= 300:
                raise OutcomeUnknown(self._server_trouble(reply))
            if reply.json is None:
                raise OutcomeUnknown(self._gibberish())
            return reply

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Let what goes wrong inside carry the last exchange, in the words of the technical staff."""
        try:
            yield
        except ConnectorError as error:
            error.raw = self.last[:LONGEST_RAW]
            raise

    def exchange(self, method: str, path: str, *, token: str = "", **request: Any) -> Reply:
        """One request, one whole answer; raises ``NothingSent`` or ``AnswerLost``.

        ``seconds`` is more time than usual, for what is large.
        """
        total = max(request.pop("seconds", 0), self._timeouts.total)
        self._budget.ends_at = min(time.monotonic() + total, self._all_over_at)
        headers = dict(request.pop("headers", {}))
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if self.seconds_left() <= 0:
            raise NothingSent("time budget used up")
        if self._before_request:
            self._before_request()
        self.last = f"{method} {path.partition('?')[0]}"
        try:
            with self._client.stream(method, path, headers=headers, **request) as answer:
                body = self._read(answer)
        except UnsafeAddress as error:
            raise Rejected(str(error)) from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            self.last = f"{self.last}: {type(error).__name__}"
            raise NothingSent(str(error)) from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            self.last = f"{self.last}: {type(error).__name__}"
            raise AnswerLost(str(error)) from error
        finally:
            self._client.cookies.clear()
        reply = Reply(answer.status_code, answer.headers, _json(body))
        self.last = f"{self.last}: {technical_words(reply)}"
        return reply

    def _read(self, answer: httpx.Response) -> bytes:
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise AnswerLost("compressed although not asked for")
        body = bytearray()
        for chunk in answer.iter_raw():
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                raise AnswerLost("answer too large")
        return bytes(body)

    def _refuse(self, reply: Reply) -> None:
        """Raise for statuses that mean: the server looked at it and did nothing."""
        if 300 <= reply.status < 400:
            raise Rejected(
                _("%(host)s sends us to another address (%(location)s). Please enter that address for the channel.")
                % {"host": self.host, "location": reply.headers.get("location", "?")[:200]}
            )
        if reply.status == 429:
            raise Throttled(_("%(host)s asks us to wait.") % {"host": self.host}, reply.retry_after)
        if reply.status == 401:
            raise NeedsReconnect(
                _("%(host)s no longer accepts the stored access. Please connect the channel again.")
                % {"host": self.host}
            )
        if 400 <= reply.status < 500 and reply.status != 408:
            raise self.refusal(reply)

    def refusal(self, reply: Reply) -> Rejected:
        """The server looked at it and did nothing, for the reason it names."""
        error = Rejected(
            _("%(host)s refuses: %(reason)s") % {"host": self.host, "reason": reason_in(reply) or reply.status}
        )
        error.raw = self.last[:LONGEST_RAW]
        return error

    def _silence(self, error: Exception) -> str:
        if isinstance(error, NothingSent):
            return _("%(host)s cannot be reached.") % {"host": self.host}
        return _("%(host)s did not answer in time.") % {"host": self.host}

    def _server_trouble(self, reply: Reply) -> str:
        return _("%(host)s reports a fault of its own (%(status)d).") % {"host": self.host, "status": reply.status}

    def _gibberish(self) -> str:
        return _("%(host)s gave an answer that makes no sense.") % {"host": self.host}

    def unreadable(self, *, may_have_happened: bool) -> Exception:
        """The error for an answer in JSON that lacks what the protocol promises."""
        error = OutcomeUnknown(self._gibberish()) if may_have_happened else TryLater(self._gibberish())
        error.raw = self.last[:LONGEST_RAW]
        return error


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
