from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.archive import intake
from fidelity.archive.store import CATALOGUE, WORDS, Store, StoreError
from fidelity.model import Meta
from fidelity.read import read
from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fidelity.model import Document

WEIR = "The weir held all night, and the wardens went home at six in the morning."
FERRY = "No ferry crosses after dusk, whatever the timetable on the quay may say."


def text(uri: str, said: str, **meta: str) -> Document:
    return replace(read(uri, said.encode()), meta=Meta(**meta))  # type: ignore[arg-type]


def put(store: Store, *documents: Document) -> list[str]:
    return [stored.what for stored in intake.add(store, documents)]


def uris(store: Store, said: str) -> list[str]:
    hits = store.look_up(words(said).hashes, 10)
    return [e.uri for e in store.of_texts([h.number for h in hits])]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def test_what_is_added_is_found_by_name_and_by_its_words(store: Store) -> None:
    assert ["added", "added"] == put(
        store,
        text("weir.txt", WEIR, title="The weir held", url="https://www.quay.example/weir/?utm_source=x"),
        text("f.txt", FERRY),
    )
    assert ["weir.txt"] == uris(store, "the wardens went home at six")
    assert ["weir.txt"] == [e.uri for e in store.at_address("quay.example/weir")]
    assert ["weir.txt"] == [e.uri for e in store.with_title_words({"weir", "held"}, 5)]
    entry = store.named("weir.txt")[0]
    assert (WEIR, "The weir held", None) == (store.document(entry).text, store.document(entry).meta.title, entry.problem)
    assert [entry] == store.named(entry.sha256[:8])
    assert [] == store.named(entry.sha256[:5])


def test_the_same_again_is_known(store: Store) -> None:
    put(store, text("weir.txt", WEIR))
    assert ["known"] == put(store, text("weir.txt", WEIR))
    assert 1 == store.count


def test_other_particulars_of_the_same_bytes_take_the_place_of_the_old_ones(store: Store) -> None:
    put(store, text("weir.txt", WEIR, title="Weir"))
    assert ["updated"] == put(store, text("weir.txt", WEIR, title="Night at the quay"))
    assert ["Night at the quay"] == [e.meta.title for e in store.entries()]
    assert [] == store.with_title_words({"weir"}, 5)


def test_the_state_changes_with_what_the_catalogue_says_and_with_nothing_else(store: Store) -> None:
    states = [store.state()]
    for document in (text("weir.txt", WEIR), text("weir.txt", WEIR, title="The weir"), text("ferry.txt", FERRY)):
        put(store, document)
        states.append(store.state())
    assert len(states) == len(set(states))
    put(store, text("ferry.txt", FERRY))
    assert states[-1] == store.state()


def test_a_changed_file_is_kept_beside_its_older_version(store: Store) -> None:
    put(store, text("weir.txt", WEIR))
    assert ["changed"] == put(store, text("weir.txt", WEIR.replace("held", "did not hold")))
    older, newer = store.entries()
    assert ("weir.txt", "weir.txt") == (older.uri, newer.uri)
    assert (f"weir.txt@{older.sha256[:12]}", "weir.txt") == (store.document(older).uri, store.document(newer).uri)


def test_copies_are_one_text_of_several_names(store: Store) -> None:
    assert ["added", "added"] == put(store, text("a.txt", WEIR), text("b.txt", WEIR))
    assert 1 == len({e.number for e in store.entries()})
    assert ["a.txt", "b.txt"] == uris(store, WEIR)


def test_what_cannot_be_read_is_kept_with_its_reason_until_it_can(store: Store) -> None:
    assert ["unusable"] == put(store, text("weir.txt", " "))
    entry = store.entries()[0]
    assert "empty" in (entry.problem or "")
    assert entry.problem == store.document(entry).problem
    assert ["added"] == put(store, text("weir.txt", WEIR))
    assert [None] == [e.problem for e in store.entries()]


def test_what_is_removed_is_gone_and_its_copies_are_not(store: Store) -> None:
    put(store, text("a.txt", WEIR), text("b.txt", WEIR), text("f.txt", FERRY))
    intake.remove(store, store.named("a.txt"))
    assert ["b.txt"] == uris(store, WEIR)
    intake.remove(store, store.named("b.txt"))
    assert [] == uris(store, WEIR)
    assert ["f.txt"] == [e.uri for e in store.entries()]
    assert [] == intake.verify(store).wrong
    put(store, text("a.txt", WEIR))
    assert ["a.txt"] == uris(store, WEIR)


def test_readers_see_what_another_writer_added_and_merged(store: Store) -> None:
    put(store, text("f.txt", FERRY))
    with Store.open(store.path) as reader:
        assert [] == uris(reader, WEIR)
        for n in range(20):
            put(store, text(f"{n}.txt", f"{WEIR} Number {n} of the night log was signed by warden {n}."))
        assert 20 > len(store.segments)
        assert 10 == len(uris(reader, WEIR))
        assert ["f.txt"] == uris(reader, FERRY)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 6), st.booleans()), max_size=12))
def test_the_store_is_what_a_dictionary_would_be(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[tuple[str, int, bool]]
) -> None:
    held: dict[tuple[str, int], str] = {}
    with Store.create(tmp_path_factory.mktemp("s") / "store") as store:
        for name, n, gone in steps:
            said = f"{WEIR} Log {n}: gate {n} stood open for {n} hours, and nobody wrote down why."
            if gone:
                intake.remove(store, store.named(name))
                held = {k: v for k, v in held.items() if k[0] != name}
            else:
                put(store, text(name, said))
                held[name, n] = said
        assert sorted(k[0] for k in held) == sorted(e.uri for e in store.entries())
        assert sorted(held.values()) == sorted(store.document(e).text for e in store.entries())
        for (name, n), said in held.items():
            assert name in uris(store, said), n
        assert [] == intake.verify(store).wrong


def test_a_compacted_index_is_one_part_and_finds_the_same(store: Store) -> None:
    for n in range(3):
        put(store, text(f"{n}.txt", f"{WEIR} Report {n}. {FERRY}"))
    before = uris(store, WEIR)
    assert 3 == len(store.segments)
    intake.compact(store)
    assert (1, before) == (len(store.segments), uris(store, WEIR))
    intake.compact(store)
    assert [] == intake.verify(store).wrong
    assert 1 == len(list((store.path / WORDS).iterdir()))


def test_an_interrupted_writer_leaves_nothing_half_done(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, text("f.txt", FERRY))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr(intake, "_title", stop)
        with pytest.raises(KeyboardInterrupt):
            put(store, text("weir.txt", WEIR))
    (store.path / WORDS / "stray.words").write_bytes(b"half a segment")
    assert ["f.txt"] == [e.uri for e in store.entries()]
    assert ["added"] == put(store, text("weir.txt", WEIR))
    assert not (store.path / WORDS / "stray.words").exists()
    assert [] == intake.verify(store).wrong


def test_damage_is_found_told_and_mended_where_it_can_be(store: Store) -> None:
    put(store, text("weir.txt", WEIR), text("f.txt", FERRY))
    for path in (store.path / WORDS).iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    assert any("--repair" in sentence for sentence in intake.verify(store).wrong)
    with Store.open(store.path) as reader, pytest.raises(StoreError, match="--repair"):
        uris(reader, WEIR)
    intake.rebuild(store)
    assert [] == intake.verify(store).wrong
    assert ["weir.txt"] == uris(store, WEIR)
    number = store.named("weir.txt")[0].number
    store.connection.execute("UPDATE texts SET data = substr(data, 1, length(data) - 4) WHERE number = ?", (number,))
    assert ["weir.txt: its text is damaged; remove it and add it again"] == intake.verify(store).wrong
    assert "damaged" in (store.document(store.named("weir.txt")[0]).problem or "")


def test_what_is_no_store_ends_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here; `fidelity archive add"):
        Store.open(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="a file, not a store"):
        Store.create(tmp_path / "file")
    with pytest.raises(StoreError, match="a folder with other things in it"):
        Store.create(tmp_path)
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / CATALOGUE).write_bytes(b"not a database at all, but long enough to be looked at" * 40)
    with pytest.raises(StoreError, match="not a catalogue"):
        Store.open(tmp_path / "odd")
    with Store.create(tmp_path / "new") as store:
        store.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="version 99"):
        Store.open(tmp_path / "new")


def test_many_are_asked_for_at_once(store: Store) -> None:
    pages = [
        text(f"{n}.txt", f"{WEIR} Log {n}.", title=f"Log {n % 3}", url=f"https://quay.example/{n % 7}") for n in range(1100)
    ]
    put(store, *pages)
    found = store.at_addresses([f"quay.example/{n}" for n in (5, 2, 9)])
    assert {"quay.example/2", "quay.example/5"} == set(found)
    assert all(store.at_address(place) == entries for place, entries in found.items())
    ids = [e.id for e in store.entries()]
    assert ids == [e.id for e in store.of_ids(ids[::-1])]


def test_the_rarest_words_of_a_title_count_most(store: Store) -> None:
    put(
        store,
        *(text(f"{n}.txt", f"{WEIR} {n}", title="The weir held") for n in range(3)),
        text("x.txt", FERRY, title="Old weir"),
    )
    assert ["x.txt", "0.txt"] == [store.of_ids([n])[0].uri for n in store.ids_with_title_words({"weir", "old"}, 2)]
    assert [] == store.ids_with_title_words({"gone"}, 2)


def test_what_is_remembered_is_forgotten_when_anyone_writes(store: Store) -> None:
    with Store.open(store.path) as reader:
        for n in range(1, 4):
            put(store, text(f"{n}.txt", f"{WEIR} Log {n}.", title=f"Weir {n}"))
            assert (n, n) == (store.count, reader.count)
            assert n == len(store.with_title_words({"weir"}, 9)) == len(reader.with_title_words({"weir"}, 9))
    with contextlib.suppress(ZeroDivisionError), store.writing() as db:
        db.execute("DELETE FROM title_words")
        assert [] == store.with_title_words({"weir"}, 9)
        raise ZeroDivisionError
    assert 3 == len(store.with_title_words({"weir"}, 9))


def test_versions_are_told_apart_and_decoded_under_the_name_that_they_get(store: Store) -> None:
    put(store, text("weir.txt", WEIR), text("f.txt", FERRY), text("weir.txt", f"{WEIR} So it was written."))
    entries = store.told_apart(store.entries())
    assert [store.document(e) for e in store.entries()] == [store.decoded(e) for e in entries]
    assert 3 == len({e.uri for e in entries})
