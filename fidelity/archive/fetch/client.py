"""A polite reader of web pages: one at a time from a host, with pauses; patient with what is busy, obedient to robots.txt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from fidelity import __version__
from fidelity.archive.fetch.reach import ForbiddenError, Transport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

AGENT = f"fidelity/{__version__} (quotation checker; asks once for each page that an article quotes)"
_REDIRECTS = 8
_BUSY = frozenset({429, 502, 503, 504})
_LONGEST = 120.0  # seconds that a server may ask to wait
_ROBOTS = 512_000  # bytes of a robots.txt that are read, as RFC 9309 asks for at least


class FetchError(Exception):
    """A page could not be had: why, in a sentence without its address and stop."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient and how gentle to be. Seconds and bytes."""

    pause: float = 1.0  # between two requests to one host
    tries: int = 4
    first_wait: float = 2.0  # before the second try; doubled for each further one
    timeout: float = 30.0  # without a sign of life
    longest: float = 300.0  # for a whole answer, however it trickles
    largest: int = 64_000_000
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: `url` is where it came from in the end; `status`, `reason` and `headers` as they were sent, `body` decoded."""

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


@dataclass(slots=True)
class Client:
    """Gets pages. `clock` and `sleep` are given by tests."""

    manners: Manners = field(default_factory=Manners)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _http: httpx.Client = field(init=False)
    _free: dict[str, float] = field(init=False, default_factory=dict)
    _robots: dict[str, RobotFileParser] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._http = httpx.Client(
            transport=Transport(allow_private=self.manners.allow_private, longest=self.manners.longest),
            headers={"User-Agent": AGENT, "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"},
            timeout=self.manners.timeout,
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._http.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None, *, robots: bool = False, follow: bool = True) -> Page:
        """Get a page, following redirects. With `robots`, ask each host first what it allows. Raises FetchError."""
        for _ in range(_REDIRECTS):
            if robots and not self._rules(url).can_fetch(AGENT, url):
                raise FetchError("the site's robots.txt does not allow it")
            page = self._patiently(url, headers or {})
            target = page.header("location") if page.status in {301, 302, 303, 307, 308} else None
            if target is None or not follow:
                return page
            url = _led_to(url, target)
        raise FetchError(f"it was sent from one address to the next more than {_REDIRECTS} times")

    def _patiently(self, url: str, headers: Mapping[str, str]) -> Page:
        wait = self.manners.first_wait
        for n in range(self.manners.tries):
            last = n == self.manners.tries - 1
            try:
                page = self._once(url, headers)
            except httpx.TransportError as error:
                if last:
                    raise FetchError(_why(error)) from error
            else:
                if page.status not in _BUSY:
                    return page
                if last:
                    raise FetchError(f"the server answers {page.status} {page.reason}".rstrip())
                wait = max(wait, min(_LONGEST, _asked_to_wait(page.header("retry-after"))))
            self.sleep(wait)
            wait *= 2
        raise AssertionError

    def _once(self, url: str, headers: Mapping[str, str]) -> Page:
        parts = _taken_apart(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise FetchError("only http and https addresses are fetched")
        self._wait_for(parts.netloc)
        try:
            with self._http.stream("GET", url, headers=dict(headers)) as answer:
                body = bytearray()
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > self.manners.largest:
                        raise FetchError(f"it is larger than {self.manners.largest // 1_000_000} MB")
                found = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in answer.headers.raw)
                return Page(url, answer.status_code, answer.reason_phrase, found, bytes(body))
        except ForbiddenError as error:
            raise FetchError(f"{error}; --allow-private lets it be reached") from error
        except (httpx.InvalidURL, httpx.DecodingError, UnicodeError) as error:
            raise FetchError(_why(error)) from error
        finally:
            self._free[parts.netloc] = self.clock() + self.manners.pause

    def _wait_for(self, host: str) -> None:
        left = self._free.get(host, 0.0) - self.clock()
        if left > 0:
            self.sleep(left)

    def _rules(self, url: str) -> RobotFileParser:
        """A site's robots.txt (RFC 9309): none there allows all, one that cannot be had allows nothing: FetchError."""
        parts = _taken_apart(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            page = self._patiently(f"{root}/robots.txt", {})
            if page.status >= 500:
                raise FetchError(f"the site's robots.txt cannot be had (it answers {page.status})")
            parser = RobotFileParser()
            text = page.body[:_ROBOTS].decode("utf-8", "replace") if page.status == 200 else ""
            parser.parse(text.splitlines())
            self._robots[root] = parser
        return self._robots[root]


def _taken_apart(url: str) -> SplitResult:
    """The parts of an address. Raises FetchError for one that is none."""
    try:
        return urlsplit(url)
    except ValueError as error:
        raise FetchError("the address is not valid") from error


def _led_to(url: str, target: str) -> str:
    """Where a redirect leads. Raises FetchError if that is no address."""
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise FetchError("it was sent to an address that is not valid") from error


def _why(error: Exception) -> str:
    said = str(error) or type(error).__name__
    return (
        "the server does not answer in time" if isinstance(error, httpx.TimeoutException) else f"it cannot be reached ({said})"
    )


def _asked_to_wait(header: str | None) -> float:
    """Seconds, as `Retry-After` gives them; a date there is the server's clock against ours, so it is not computed with."""
    if header is None:
        return 0.0
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    return 30.0
