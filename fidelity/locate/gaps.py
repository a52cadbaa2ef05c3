"""Ellipses: the words on their two sides are looked for each from its own end, and nothing beside them is left out unmarked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from fidelity.locate.rim import SLACK, outwards
from fidelity.locate.seed import Run, equal_runs

if TYPE_CHECKING:
    from fidelity.locate.needle import Needle
    from fidelity.locate.prepare import Original

_PLACES = 4  # places of each word at which a lost piece is looked for
_LONGEST = 16  # words: a longer piece without any two words that stand together is no piece of the original
_HELD = 0.5  # share of a lost piece's words that must stand where it is put


def beside_ellipsis(q: str, o: str, i: int, j: int, cut: int) -> list[Run]:
    """Equal runs on both sides of an ellipsis after `cut` words: each side is aligned from its own end."""
    size = cut + SLACK
    before = outwards(q[:cut], o[:size], i, j, left=False) if cut else []
    taken = before[-1].j + before[-1].n - j if before else 0
    rest, size = q[cut:], len(q) - cut + SLACK
    start = max(taken, len(o) - size)
    return before + (outwards(rest, o[start:], i + cut, j + start, left=True) if rest and start < len(o) else [])


def slide(equal: list[Run], moved: list[Run], needle: Needle, original: Original) -> list[Run]:
    """Where a cut could as well stand at the ellipsis beside it (`the … the`), put it there."""
    if not needle.gaps:
        return equal
    q, o = needle.words.codes, original.words.codes
    out = list(equal)
    for k in sorted(needle.gaps):
        for x in range(len(out) - 1):
            a, b = out[x], out[x + 1]
            if a.i + a.n != b.i or b.j <= a.j + a.n:
                continue
            while b.i > k and a.n and q[b.i - 1] == o[b.j - 1]:
                a, b = a._replace(n=a.n - 1), Run(b.i - 1, b.j - 1, b.n + 1)
            while b.i < k and b.n and q[b.i] == o[a.j + a.n]:
                a, b = a._replace(n=a.n + 1), Run(b.i + 1, b.j + 1, b.n - 1)
            if b.i == k:
                out[x], out[x + 1] = a, b
    return _overhang([r for r in out if r.n], moved, needle, original)


def _overhang(equal: list[Run], moved: list[Run], needle: Needle, original: Original) -> list[Run]:
    """Where a run goes on beyond an ellipsis by chance, its last words are put where less is left out without a mark.

    `spite of [...] the big mill` for "spite of the rain, so the mill": the ellipsis hides "the rain, so".
    """
    q, o = needle.words.codes, original.words.codes
    out = list(equal)
    for k in sorted(needle.gaps):
        x = next((x for x, r in enumerate(out) if r.i < k < r.i + r.n), None)
        if x is None:
            continue
        run, n = out[x], k - out[x].i
        before, after = run._replace(n=n), Run(k, run.j + n, run.n - n)
        marked = [*(g for g in needle.gaps if g != k), *(m.i for m in moved)]
        if (
            x + 1 < len(out)
            and (stop := out[x + 1]).j > run.j + run.n
            and after.n <= SLACK
            and not any(k <= g <= stop.i for g in marked)
        ):
            left_out = max(stop.i - after.i - after.n, stop.j - after.j - after.n)
            words, there = q[k : stop.i], o[max(after.j, stop.j - (stop.i - k) - SLACK) : stop.j]
            found = outwards(words, there, k, stop.j - len(there), left=True)
            if found and _price(words, there, found, k, stop.j - len(there), left=True) < left_out:
                out[x : x + 1] = [before, *found]
                continue
        if x and (start := out[x - 1]).j + start.n < run.j and n <= SLACK:
            i, j = start.i + start.n, start.j + start.n
            if any(i <= g < k for g in marked):
                continue
            left_out = max(run.i - i, run.j - j)
            words, there = q[i:k], o[j : min(before.j + n, j + (k - i) + SLACK)]
            found = outwards(words, there, i, j, left=False)
            if found and _price(words, there, found, i, j, left=False) < left_out:
                out[x : x + 1] = [*found, after]
    return out


def _price(q: str, o: str, found: list[Run], i: int, j: int, *, left: bool) -> int:
    """How many words are changed, added or left out between a run's end and the ellipsis; what the ellipsis hides is free."""
    edge = found[0] if left else found[-1]
    near_q = q[edge.i - i :] if left else q[: edge.i + edge.n - i]
    near_o = o[edge.j - j :] if left else o[: edge.j + edge.n - j]
    return Levenshtein.distance(near_q, near_o) + len(q) - len(near_q)


def lost_pieces(equal: list[Run], moved: list[Run], needle: Needle, original: Original) -> list[Run]:
    """The runs, with those of pieces between ellipses that share no two neighbouring words with the original.

    Such a piece (`[…] resigned`) is sought between its neighbours word by word, nearest place first. A piece that has
    `moved` is not lost.
    """
    if not needle.gaps or not equal:
        return equal
    own = needle.bracketed
    out = list(equal)
    for a, b in needle.pieces():
        if b - a > _LONGEST or any(r.i < b and a < r.i + r.n for r in (*out, *moved)) or own.issuperset(range(a, b)):
            continue
        before = [r for r in out if r.i + r.n <= a]
        after = [r for r in out if r.i >= b]
        low = before[-1].j + before[-1].n if before else 0
        high = after[0].j if after else len(original.words)
        found = _nearest(a, b, low, high, needle, original, backwards=not before)
        if found:
            out = [*before, *found, *after]
    return out


def _nearest(a: int, b: int, low: int, high: int, needle: Needle, original: Original, *, backwards: bool) -> list[Run]:
    """The runs of the quotation's words `a` … `b` at the place that keeps most of them; of equal places the nearest."""
    q, o, own = needle.words.codes[a:b], original.words.codes, needle.bracketed
    plain = sum(x not in own for x in range(a, b))
    best: tuple[int, int, list[Run]] = (0, 0, [])
    for word in range(a, b):
        if word in own:
            continue
        at = high if backwards else low - 1
        for _ in range(_PLACES):
            at = o.rfind(q[word - a], low, at) if backwards else o.find(q[word - a], at + 1, high)
            if at < 0:
                break
            start = max(low, at - (word - a))
            for more in (0, -1, 1):
                found = [
                    r
                    for r in equal_runs(q, o[start : min(high, at + b - word + more)], a, start)
                    if not own.issuperset(range(r.i, r.i + r.n))
                ]
                kept = sum(r.n for r in found)
                far = high - at if backwards else at - low
                if kept >= _HELD * plain and (kept, -far) > best[:2]:
                    best = kept, -far, found
    return best[2]
