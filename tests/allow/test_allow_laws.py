"""Laws: an allowance hides what it is for and nothing else; a baseline that was just written leaves nothing to tell."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from yard import TRUE, WRONG, checked, standing

from fidelity.accepted import Acceptance
from fidelity.allow import Baseline, entries_of, read_baseline, written

STYLED = ("**calm**", "**riggers**", "**timber**", "**lock**")
PLAIN = ("calm", "riggers", "timber", "lock")
BOLD = tuple(w.replace(p, s) for w, p, s in zip(WRONG, PLAIN, STYLED, strict=True))
"""Two findings each: a changed number and emphasis that nobody declares."""
KINDS = st.sampled_from([TRUE, WRONG, BOLD])
PARAGRAPHS = st.lists(st.tuples(st.integers(0, 3), KINDS), min_size=1, max_size=5)
RULES = ("changed-number", "undeclared-emphasis")


def paragraph(number: int, kind: tuple[str, ...], said: str = "") -> str:
    return f"The keeper said: “{kind[number]}”{said}\n"


def article(paragraphs: list[tuple[int, tuple[str, ...]]], at: int | None = None, rule: str = "") -> str:
    allow = f' <!-- fidelity: allow {rule} "accepted" -->'
    return "\n".join(paragraph(n, kind, allow if i == at else "") for i, (n, kind) in enumerate(paragraphs))


@given(PARAGRAPHS, st.data())
@settings(deadline=None, max_examples=60)
def test_a_comment_hides_one_rule_at_one_quotation(paragraphs: list[tuple[int, tuple[str, ...]]], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(paragraphs) - 1))
    rule = data.draw(st.sampled_from(RULES))
    before = standing(checked(article(paragraphs)))
    after = standing(checked(article(paragraphs, at, rule)))
    line = 2 * at + 1
    meant = [(r, n) for r, n in before if r == rule and n == line]
    left = [s for s in before if s not in meant]
    stale = [] if meant else [("stale-allowance", line)]
    assert sorted(left + stale) == sorted(after)


@given(PARAGRAPHS)
@settings(deadline=None, max_examples=40)
def test_after_a_baseline_is_written_the_check_is_clean(paragraphs: list[tuple[int, tuple[str, ...]]]) -> None:
    first = checked(article(paragraphs))
    text = written(entries_of(first, Baseline(), "known"))
    baseline = read_baseline(text)
    assert text == written(baseline.entries)
    again = checked(article(paragraphs), acceptance=Acceptance(baseline))
    assert [] == standing(again)
    assert [f.fingerprint for f in first.findings] == [f.fingerprint for f in again.findings]
    assert first.quotes == again.quotes


@given(PARAGRAPHS, st.integers(0, 5), st.sampled_from(["Nobody was there.\n", f"She said: “{TRUE[3]}”\n", "## Later\n"]))
@settings(deadline=None, max_examples=40)
def test_text_elsewhere_leaves_the_baseline_in_force(paragraphs: list[tuple[int, tuple[str, ...]]], at: int, more: str) -> None:
    baseline = read_baseline(written(entries_of(checked(article(paragraphs)), Baseline(), "known")))
    lines = article(paragraphs).split("\n\n")
    lines.insert(min(at, len(lines)), more.rstrip("\n"))
    changed = "\n\n".join(lines)
    assert [] == standing(checked(changed, acceptance=Acceptance(baseline)))


@given(PARAGRAPHS, st.data())
@settings(deadline=None, max_examples=40)
def test_a_baseline_hides_no_new_finding(paragraphs: list[tuple[int, tuple[str, ...]]], data: st.DataObject) -> None:
    """One entry taken out, one finding comes back: of equal ones too, since they are told apart by their number."""
    first = checked(article(paragraphs))
    entries = list(entries_of(first, Baseline(), "known"))
    if not entries:
        assert () == first.findings
        return
    out = data.draw(st.integers(0, len(entries) - 1))
    fewer = Baseline(tuple(e for n, e in enumerate(entries) if n != out))
    again = checked(article(paragraphs), acceptance=Acceptance(fewer))
    left = [f for f in again.findings if f.allowed is None]
    assert [entries[out].fingerprint] == [f.fingerprint for f in left]
    assert [replace(f, allowed=None) for f in again.findings] == list(first.findings)


def test_another_article_has_no_part_in_it() -> None:
    source = article([(0, WRONG)])
    baseline = Baseline(tuple(entries_of(checked(source), Baseline(), "known")))
    assert [("changed-number", 1)] == standing(checked(source, "other.md", acceptance=Acceptance(baseline)))
