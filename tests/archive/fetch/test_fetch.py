from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from fidelity.archive.fetch import Client, FetchError, Manners, fetch, moment, wanted
from fidelity.archive.fetch.memento import nearest
from fidelity.archive.fetch.reach import is_public
from fidelity.quotes import find_quotes
from fidelity.read import read, read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loopback import Site, Wayback

HOME = Path(__file__).parents[3]
THEN = datetime(2024, 3, 5, 12, tzinfo=UTC)


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock) -> Iterator[Client]:
    with Client(Manners(pause=1.0, first_wait=2.0, timeout=5.0, allow_private=True), clock, clock.sleep) as client:
        yield client


def test_a_page_is_kept_as_it_came(site: Site, client: Client, tmp_path: Path) -> None:
    url = site.put("/weir", "<title>Weir</title><p>The weir held — all night.", Last_Modified="Fri, 01 Mar 2024 10:00:00 GMT")
    (copy,) = fetch([url], tmp_path, client, when=None)
    assert copy.path is not None, copy.problem
    (document,) = read_all(copy.path)
    assert ("The weir held — all night.", url, None) == (document.text, document.meta.url, document.problem)
    assert copy.taken is not None
    assert f"{copy.taken:%Y-%m-%dT%H:%M:%SZ}" == document.meta.snapshot
    assert {agent.split("/")[0] for agent in site.agents} == {"fidelity"}


def test_the_warc_file_is_one_that_others_read(site: Site, client: Client, tmp_path: Path) -> None:
    url = site.put("/weir", "<p>The weir held.")
    (copy,) = fetch([url], tmp_path, client, when=None)
    assert copy.path is not None
    with copy.path.open("rb") as file:
        seen = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read(), r.digest_checker.passed)
            for r in ArchiveIterator(file, check_digests=True)
        ]
    assert ["warcinfo", "response"] == [kind for kind, *_ in seen]
    assert (url, b"<p>The weir held.", True) == seen[1][1:]


def test_a_packed_answer_is_unpacked(site: Site, client: Client, tmp_path: Path) -> None:
    url = site.put("/weir", gzip.compress(b"<p>The weir held."), Content_Encoding="gzip")
    (copy,) = fetch([url], tmp_path, client, when=None)
    assert copy.path is not None
    assert ["The weir held."] == [d.text for d in read_all(copy.path)]


def test_a_host_is_given_a_pause_between_two_requests(site: Site, client: Client, clock: Clock) -> None:
    for _ in range(3):
        client.get(site.put("/weir", "<p>Held."))
    assert [1.0, 1.0] == clock.slept


def test_what_is_busy_is_given_time(site: Site, client: Client, clock: Clock) -> None:
    site.put("/weir", "", 503)
    site.put("/weir", "", 429, Retry_After="30")
    url = site.put("/weir", "<p>Held.")
    assert b"<p>Held." == client.get(url).body
    assert [2.0, 30.0] == [s for s in clock.slept if s > 1.0]


def test_what_stays_busy_ends_in_a_sentence(site: Site, client: Client) -> None:
    url = site.put("/weir", "", 503)
    with pytest.raises(FetchError, match="the server answers 503"):
        client.get(url)
    assert 4 == site.asked["/weir"]


def test_robots_are_obeyed_and_asked_once(site: Site, client: Client, tmp_path: Path) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/", Content_Type="text/plain")
    shut, free = site.put("/private/weir", "<p>Held."), site.put("/weir", "<p>Held.")
    one, two = fetch([shut, free], tmp_path, client, when=None)
    assert "robots.txt does not allow it" in (one.problem or "")
    assert two.path is not None
    assert (1, 0) == (site.asked["/robots.txt"], site.asked["/private/weir"])


def test_a_redirect_to_where_robots_may_not_go_is_not_followed(site: Site, client: Client, tmp_path: Path) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/")
    site.put("/private/weir", "<p>Held.")
    (copy,) = fetch([site.put("/go", "", 302, Location="/private/weir")], tmp_path, client, when=None)
    assert "robots.txt does not allow it" in (copy.problem or "")


@pytest.mark.parametrize(
    ("prepare", "said", "why"),
    [
        (lambda s: s.put("/x", "gone", 404), "the server answers 404", "a page that is gone"),
        (lambda s: s.put("/x", "", 302, Location="/x"), "more than 8 times", "a redirect to itself"),
        (lambda s: s.put("/x", "", 302, Location="file:///etc/passwd"), "only http and https", "a redirect to a file"),
        (lambda s: s.put("/x", "", 302, Location="http://["), "not valid", "a redirect to what is no address"),
        (lambda s: s.put("/x", "", 302, Location="http://a\x01b/"), "cannot be reached", "a redirect to no host"),
        (lambda _: "http://[/x", "not valid", "no address at all"),
        (lambda s: s.put("/x", b"\x00" * 3000), "larger than", "a page without end"),
        (lambda s: s.put("/x", gzip.compress(b"\x00" * 9_000_000), Content_Encoding="gzip"), "larger than", "a bomb"),
        (lambda s: s.put("/x", b"not gzip", Content_Encoding="gzip"), "cannot be reached", "a body that does not unpack"),
        (lambda _: "http://127.0.0.1:1/x", "cannot be reached", "nobody listens"),
        (lambda _: "http://no-such-host.invalid/x", "cannot be resolved", "no such host"),
        (lambda _: "ftp://ledger.example/x", "only http and https", "another protocol"),
        (lambda _: "http:///x", "only http and https", "no host"),
    ],
)
def test_what_cannot_be_had_ends_in_a_sentence(
    site: Site, clock: Clock, tmp_path: Path, prepare: Callable[[Site], str], said: str, why: str
) -> None:
    manners = Manners(pause=0, tries=2, largest=2000, timeout=5, allow_private=True)
    with Client(manners, clock, clock.sleep) as client:
        (copy,) = fetch([prepare(site)], tmp_path, client, when=None)
    assert said in (copy.problem or ""), why
    assert [] == list(tmp_path.glob("*")), "nothing is kept"


def test_an_answer_that_trickles_for_ever_ends_in_a_sentence(clock: Clock, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def trickle() -> None:
            with suppress(OSError), listener.accept()[0] as caller:
                caller.recv(4096)
                caller.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                while True:
                    caller.sendall(b"x")
                    time.sleep(0.02)

        threading.Thread(target=trickle, daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        with Client(Manners(pause=0, tries=1, timeout=5, longest=0.3, allow_private=True), clock, clock.sleep) as client:
            (copy,) = fetch([url], tmp_path, client, when=None)
    assert "does not answer in time" in (copy.problem or "")


def test_private_machines_are_not_reached(site: Site, clock: Clock, tmp_path: Path) -> None:
    url = site.put("/weir", "<p>Held.")
    names = (
        url,
        url.replace("127.0.0.1", "localhost"),
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://10.0.0.1/",
    )
    with Client(Manners(), clock, clock.sleep) as client:
        for copy in fetch(names, tmp_path, client, when=None):
            assert "private network" in (copy.problem or ""), copy.url
            assert "--allow-private" in (copy.problem or "")
    assert not site.asked


def test_a_name_that_changes_its_mind_gains_nothing(
    site: Site, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was checked is what is connected to: a second look-up, which would now lead inside, never happens."""
    answers = iter(["93.184.216.34", "127.0.0.1"])

    def resolve(_host: str, port: int, *_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    dialled: list[str] = []

    def dial(address: tuple[str, int], *_: object, **__: object) -> None:
        dialled.append(address[0])
        raise OSError("unreachable")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", dial)
    with Client(Manners(tries=2), clock, clock.sleep) as client:
        (copy,) = fetch(["http://rebind.example/weir"], tmp_path, client, when=None)
    assert ["93.184.216.34"] == dialled
    assert "private network" in (copy.problem or "")
    assert not site.asked


@pytest.mark.parametrize(
    ("address", "public", "why"),
    [
        ("93.184.216.34", True, "the internet"),
        ("2606:2800:220:1:248:1893:25c8:1946", True, "the internet of version 6"),
        ("127.0.0.1", False, "this machine"),
        ("0.0.0.0", False, "this machine too"),  # noqa: S104
        ("10.1.2.3", False, "a private network"),
        ("172.16.0.9", False, "a private network"),
        ("192.168.1.1", False, "a private network"),
        ("169.254.169.254", False, "a cloud's metadata"),
        ("100.64.0.1", False, "a carrier's network"),
        ("224.0.0.1", False, "everybody"),
        ("::1", False, "this machine"),
        ("::ffff:10.0.0.1", False, "a private address in a coat"),
        ("64:ff9b::a00:1", False, "a private address behind NAT64"),
        ("2002:7f00:1::", False, "this machine by 6to4"),
        ("fe80::1%eth0", False, "the cable's other end"),
        ("fd00::1", False, "a private network"),
    ],
)
def test_public_addresses(address: str, public: bool, why: str) -> None:
    assert public == is_public(address), why


def test_what_an_article_links_to() -> None:
    article = read(
        "a.md",
        b"---\nurl: https://blog.example/gates\noriginals: [https://gov.example/report, notes.md]\n---\n"
        b'As the [Ledger](http://ledger.example/gates#p2) wrote: "The gates were shut at nine that evening." '
        b"See [also](https://www.ledger.example/gates?utm_source=x), [below](#end), [me](https://blog.example/gates#top), "
        b"[mail](mailto:a@b.example) and [this](https://other.example/).\n",
    )
    assert ["https://gov.example/report", "http://ledger.example/gates", "https://other.example/"] == wanted(
        article, find_quotes(article).quotes
    )


@pytest.mark.parametrize(
    ("said", "then", "why"),
    [
        ("2024-03-05", datetime(2024, 3, 5, 12, tzinfo=UTC), "a day is its noon"),
        ("2024-03-05T06:00:00+02:00", datetime(2024, 3, 5, 4, tzinfo=UTC), "a time with its zone"),
        ("2024-03-05T06:00:00", datetime(2024, 3, 5, 6, tzinfo=UTC), "a time without one"),
        ("last week", None, "no date"),
        ("0001-01-01T00:00+14:00", None, "before all time"),
        (None, None, "nothing said"),
    ],
)
def test_moments(said: str | None, then: datetime | None, why: str) -> None:
    assert then == moment(said), why


def test_the_nearest_copy_of_a_real_archive(wayback: Wayback, clock: Clock, tmp_path: Path) -> None:
    url = "http://ledger.example/gates?id=7"
    wayback.capture(
        url,
        [
            ("2024-02-20T10:00:00Z", "<p>The gates were shut at eight."),
            ("2024-03-04T10:00:00Z", "<p>The gates were shut at nine."),
            ("2024-03-09T10:00:00Z", "<p>The gates were shut at ten."),
        ],
    )
    manners = Manners(pause=0, timeout=20, allow_private=True)
    with Client(manners, clock, clock.sleep) as client, wayback.running() as archive:
        for when, taken, body in (
            (THEN, datetime(2024, 3, 4, 10, tzinfo=UTC), "The gates were shut at nine."),
            (datetime(2024, 3, 20, tzinfo=UTC), datetime(2024, 3, 9, 10, tzinfo=UTC), "The gates were shut at ten."),
            (datetime(2001, 1, 1, tzinfo=UTC), datetime(2024, 2, 20, 10, tzinfo=UTC), "The gates were shut at eight."),
        ):
            (copy,) = fetch([url], tmp_path, client, when=when, archive=archive.base, live=False)
            assert (taken, None) == (copy.taken, copy.problem)
            assert copy.path is not None
            assert [(body, url)] == [(d.text, d.meta.url) for d in read_all(copy.path)]
        assert None is nearest(client, archive.base, "http://ledger.example/none", THEN)
        (none,) = fetch(["http://ledger.example/none"], tmp_path, client, when=THEN, archive=archive.base, live=False)
        assert "the archive has no copy of it" == none.problem


def test_from_the_link_to_the_finding(site: Site, wayback: Wayback, tmp_path: Path) -> None:
    """The copy nearest to the article's date bears the quotation out; the page was edited since, which is told."""
    prose = "<p>The wardens wrote the log by hand, as they had for forty years, and nobody checked it against the tide.</p>"
    page = (
        "<title>A night at the gates</title><h1>A night at the gates</h1>{}<p>The gates were shut at {}, the warden said.</p>{}"
    )
    url = site.put("/gates", page.format(prose, "ten", prose))
    wayback.capture(
        url,
        [
            ("2024-01-02T10:00:00Z", page.format(prose, "seven", prose)),
            ("2024-03-04T10:00:00Z", page.format(prose, "nine", prose)),
        ],
    )
    (tmp_path / "article.md").write_text(
        f'---\npublished: 2024-03-05\n---\nThe Ledger [wrote]({url}): "The gates were shut at nine, the warden said."\n'
    )

    def fidelity(*words: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "fidelity", *words]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, check=False, env={"PYTHONPATH": str(HOME), "PYTHONUTF8": "1"}
        )

    store = ("--archive", "store")
    with wayback.running() as archive:
        words = ("archive", "fetch", "article.md", *store, "--memento", archive.base, "--pause", "0.01")
        refused = fidelity(*words)
        assert (2, True) == (refused.returncode, b"private network" in refused.stdout)
        done = fidelity(*words, "--allow-private")
        assert (0, True) == (done.returncode, b"2024-03-04 10:00" in done.stdout), done.stderr
        again = fidelity(*words, "--allow-private")
        assert (0, True) == (again.returncode, b"nothing to fetch" in again.stdout)
    report = json.loads(fidelity("check", "article.md", *store, "--output-format", "json").stdout)
    (quote,) = report["articles"][0]["quotes"]
    assert ("exact", "named") == (quote["verdict"], quote["match"]["how"])
    assert "2024-03-04T10:00:00Z" == quote["match"]["snapshot"]
    assert ["original-changed"] == [f["rule"] for f in report["articles"][0]["findings"]]
