"""Hold search and alignment to account on many random cases: `python tests/locate/oracle_run.py --cases 10000 --seed 1`.

For each case the match's own alignment, taken from its links and moves, is priced as the oracle prices, and compared.
Ends with 1 if more cases of a kind disagree than `TOLERATED` allows.

What may differ, and why the aligner's model makes it so:

- *A torn word.* The aligner reads "exp-" and "lained" on two lines as two words and joins them again by their letters where
  they stand alone against one word. Seeds are pairs of whole words, so beside other changed words neither half leads there, and
  the word may be told as changed. The oracle knows it for one word.
- *Places nearly as good.* The chain weighs stretches of two and more words; single words are added when it stands, near what it
  has. The oracle weighs every word at once. Where two places differ by a word or two that stand alone, either may win, and a
  quotation of a few words may then be found by one and not by the other.
- *A jump or a change.* Three words changed close together cost as much as a jump, and leaving out many words costs less than
  that by the chain's falling prices. Words that the original has elsewhere are then kept at the price of a long cut.

An ellipsis that could stand at an empty place or hide words within a sentence is put where it hides some: both cost nothing. In
all other kinds (exact, changed, added, cut short, ellipses, brackets, absent, short …) no case may differ. A short answer near
the floor of what is called found (`_BAND`) counts as agreement, and so does an alignment that is the best by falling prices.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from oracle_cases import KINDS, Case, Span, case  # noqa: E402
from slow_alignment import EVEN, FALLING, JUMP, UNIT, Best, Prices, best, cost_between  # noqa: E402

from fidelity.locate import compare, find, prepare, take_apart  # noqa: E402

if TYPE_CHECKING:
    from fidelity.model import Edit, Match

_SHORT = 6  # words: fewer need all their words to be called found
_LONG = 8  # words left out at once: from here on another passage begins
_TOGETHER = 6  # words in a stretch on average: from here on jumps say nothing
_PER_JUMP = 15  # words of a quotation for each jump beyond the first
_BAND = 0.12  # share of words about the floor where either answer will do: likeness of changed words counts there


_TORN = "a torn word"
_PLACES = "places nearly as good"
_JUMPED = "a jump or a change"
TOLERATED: dict[str, tuple[float, str]] = {
    "folded": (0.004, _TORN),
    "cut long": (0.004, _JUMPED),
    "dropped": (0.002, _PLACES),
    "mixed": (0.002, _PLACES),
    "moved": (0.002, _PLACES),
    "spliced": (0.002, _PLACES),
    "all at once": (0.008, f"{_TORN}, {_PLACES}"),
}
"""The share of a kind's cases that may disagree, and why: see above."""


class Priced(NamedTuple):
    """A match priced as the oracle prices: cost, words kept (moved ones too), and what is wrong with the match itself."""

    cost: int
    kept: int
    wrong: str


@dataclass(slots=True)
class Tally:
    """One line of the table."""

    cases: int = 0
    agree: int = 0
    either: int = 0
    first: str = ""
    numbers: list[int] = field(default_factory=list)


def within(spans: list[Span], span: Span) -> list[int]:
    return [k for k, (a, b) in enumerate(spans) if span[0] <= a and b <= span[1]]


def touched(spans: list[Span], span: Span) -> list[int]:
    return [k for k, (a, b) in enumerate(spans) if a < span[1] and span[0] < b]


def pairs_of(it: Case, here: Span, there: Span) -> list[tuple[int, int]] | None:
    """Which words a link or a move joins; None if they are not the same words."""
    tokens, others = touched(it.here, here), within(it.there, there)
    keys = [key for k in tokens if it.tokens[k].kind != "gap" for key in it.tokens[k].keys]
    if keys != [it.words[k] for k in others] or any(it.tokens[k].kind == "letters" for k in tokens):
        return None
    out: list[tuple[int, int]] = []
    at = 0
    for k in tokens:
        if it.tokens[k].kind == "word":
            out.append((k, others[at]))
        at += len(it.tokens[k].keys)
    return out


def priced(it: Case, match: Match, prices: Prices = EVEN) -> Priced:
    links: list[tuple[int, int]] = []
    moves: list[tuple[int, int]] = []
    joined = [(links, a, b) for a, b in match.links] + [(moves, e.quote, e.original) for e in match.edits if e.kind == "move"]
    for found, here, there in joined:
        same = pairs_of(it, here, there)
        if same is None:
            words = f"{it.quote[slice(*here)]!r} and {it.original[slice(*there)]!r}"
            return Priced(0, 0, f"what is told as the same is not: {words}")
        found.extend(same)
    if any(b[1] <= a[1] for a, b in pairwise(sorted(links))):
        return Priced(0, 0, "words kept in order are out of order")
    pairs = sorted(links + moves)
    if not pairs:
        return Priced(cost_between(it.tokens, it.words, prices, rim="right"), 0, "")
    (first, start), (last, stop) = pairs[0], pairs[-1]
    rims = cost_between(it.tokens[:first], it.words[:start], prices, rim="left")
    rims += cost_between(it.tokens[last + 1 :], it.words[stop + 1 :], prices, rim="right")
    cost = plain = rims
    for (i, j), (i2, j2) in pairwise(pairs):
        tokens, between = it.tokens[i + 1 : i2], it.words[j + 1 : j2]
        if j < j2:
            cost += cost_between(tokens, between, prices)
            plain += cost_between(tokens, between, None)
        else:
            step = cost_between(tokens, it.words[j + 1 :], prices, rim="right")
            cost, plain = cost + step + JUMP * UNIT, plain + step
    told = sum(size(it, e) for e in match.edits if e.kind not in ("presentation", "move") and e.mark is None)
    wrong = "" if told * UNIT <= plain else f"{told} words told as changed, added or left out, and {plain / UNIT:.1f} are"
    return Priced(cost, len(pairs), wrong or strange_kinds(it, match, pairs, {k for k, _ in moves}))


def size(it: Case, edit: Edit) -> int:
    return max(len(within(it.here, edit.quote)), len(within(it.there, edit.original)))


def strange_kinds(it: Case, match: Match, pairs: list[tuple[int, int]], moved: set[int]) -> str:
    """What is told of a stretch between two kept words in another way than its words are."""
    for (i, j), (i2, j2) in pairwise(pairs):
        if j2 <= j or i in moved or i2 in moved:
            continue
        start, stop = it.here[i][1], it.here[i2][0]
        told = [e for e in match.edits if start <= e.quote[0] and e.quote[1] <= stop and e.kind != "presentation"]
        kinds = {e.kind for e in told}
        tokens = {t.kind for t in it.tokens[i + 1 : i2]}
        left = j2 - j - 1
        if not tokens and left:
            fits = kinds == {"omission"} and all(e.mark is None for e in told)
        elif tokens == {"gap"}:
            fits = (kinds == {"omission"} and all(e.mark == "ellipsis" for e in told)) if left else not told
        elif tokens == {"word"}:
            fits = ("substitution" in kinds or {"insertion", "omission"} <= kinds) if left else kinds == {"insertion"}
        elif tokens == {"bracket"}:
            fits = all(e.mark == "brackets" for e in told) and (bool(kinds) or _said_there(it, i, j))
        else:
            fits = bool(tokens) or not told
        if not fits:
            return f"{sorted(tokens)} against {left} words is told as {[(e.kind, e.mark) for e in told]}"
    return ""


def _said_there(it: Case, i: int, j: int) -> bool:
    keys = it.tokens[i + 1].keys
    return list(keys) == it.words[j + 1 : j + 1 + len(keys)]


def wanted(it: Case, oracle: Best) -> bool | None:
    """Whether the original holds the quotation; None where either answer will do."""
    words = sum(t.kind in ("word", "letters") for t in it.tokens)
    if words < _SHORT:
        return oracle.cost == 0
    floor = 0.5 + 0.2 * max(0.0, min(1.0, (16 - words) / 10))
    share = oracle.kept / words
    kept = set(oracle.pairs)
    beside = sum((i + 1, j + 1) in kept for i, j in kept) / max(1, words - 1)
    runs = 1 + sum((i - 1, j - 1) not in kept for i, j in oracle.pairs[1:])
    jumps = sum(_jumps(it, a, b) for a, b in pairwise(oracle.pairs)) - words // _PER_JUMP
    if oracle.kept > (1 + _BAND) * _TOGETHER * runs:
        jumps = 0  # such stretches are no chance, however many they are
    elif oracle.kept > (1 - _BAND) * _TOGETHER * runs and jumps > 1:
        return None
    if share < floor - _BAND or beside < 0.3 - _BAND or oracle.kept < (2 - 2 * _BAND) * runs or jumps > 2:
        return False
    if share > floor + _BAND and beside > 0.3 + _BAND and oracle.kept > (2 + 2 * _BAND) * runs and jumps < 2:
        return True
    return None


def _jumps(it: Case, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether the quotation goes to another place here without a mark."""
    marked = any(t.kind in ("gap", "bracket") for t in it.tokens[a[0] + 1 : b[0]])
    return b[1] < a[1] or (b[1] - a[1] > _LONG and not marked)


def far_at_rims(oracle: Best) -> int:
    """How many words the oracle keeps alone before the first or after the last run, far from it: documented to be chance."""
    kept = set(oracle.pairs)
    beside = [k for k, (i, j) in enumerate(oracle.pairs) if (i - 1, j - 1) in kept or (i + 1, j + 1) in kept]
    if not beside:
        return 0
    dropped = 0
    for main, lone in (
        (oracle.pairs[beside[0]], oracle.pairs[: beside[0]]),
        (oracle.pairs[beside[-1]], oracle.pairs[: beside[-1] : -1]),
    ):
        for k, edge in enumerate(lone):
            if max(abs(main[0] - edge[0]), abs(main[1] - edge[1])) - 1 <= 2 * (len(lone) - k) + 1:
                break
            dropped += 1
    return dropped


def as_good_by_falling_prices(it: Case, match: Match) -> bool:
    """Whether the alignment is the best where leaving out many words costs little more than leaving out a few."""
    return priced(it, match, FALLING).cost <= best(it.tokens, it.words, FALLING).cost


def disagreement(it: Case) -> tuple[str, bool]:
    """What the aligner and the oracle disagree on, or ""; and whether either answer would have done."""
    oracle = best(it.tokens, it.words)
    match = compare(it.quote, it.original)
    place = find(take_apart(it.quote), prepare(it.original))
    hold = wanted(it, oracle)
    if (match is not None) != bool(place and place.found):
        return "compare and find disagree on whether it is there", False
    if match is None:
        return ("the oracle finds it, the aligner does not", False) if hold else ("", hold is None)
    if hold is False:
        return "the aligner finds it, the oracle does not", False
    assert place is not None
    for told in (match, place.match):
        mine = priced(it, told)
        if mine.wrong:
            return mine.wrong, False
        spare = far_at_rims(oracle)
        assert oracle.cost <= mine.cost, "the oracle is not the best"
        if mine.cost > oracle.cost + spare * UNIT and not as_good_by_falling_prices(it, told):
            return f"the aligner's alignment costs {mine.cost / UNIT:.2f}, the oracle's {oracle.cost / UNIT:.2f}", False
        if mine.cost == oracle.cost and mine.kept < oracle.kept - spare and not as_good_by_falling_prices(it, told):
            return f"the aligner keeps {mine.kept} words, the oracle {oracle.kept}", False
    return "", False


def in_full(it: Case, number: int, reason: str) -> str:
    place = find(take_apart(it.quote), prepare(it.original))
    oracle = best(it.tokens, it.words)
    lines = [f"--- {it.kind}, case {number}: {reason}", f"quotation: {it.quote!r}", f"original:  {it.original!r}"]
    lines += [f"oracle: cost {oracle.cost / UNIT:.2f}, kept {oracle.kept}:"]
    runs: list[list[tuple[int, int]]] = []
    for i, j in oracle.pairs:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    lines += [f"    words {r[0][0]}+{len(r)} at {r[0][1]}: {' '.join(it.words[j] for _, j in r)}" for r in runs]
    if place:
        match = place.match
        lines += [
            f"aligner: found {place.found}, priced {priced(it, match).cost / UNIT:.2f}, words {match.words} kept {match.kept}"
        ]
        lines += [f"    passage {it.original[slice(*p)]!r}" for p in match.passages]
        lines += [
            f"    {e.kind} {e.mark} {e.why} {it.quote[slice(*e.quote)]!r} <- {it.original[slice(*e.original)]!r}"
            for e in match.edits
            if e.kind != "presentation"
        ]
    return "\n".join(lines)


def run(cases: int, seed: int) -> dict[str, Tally]:
    """All cases of a seed, told by kind."""
    table = {kind: Tally() for kind in KINDS}
    for number in range(cases):
        it = case(seed, number)
        line = table[it.kind]
        line.cases += 1
        reason, either = disagreement(it)
        line.either += either
        if not reason:
            line.agree += 1
            continue
        line.numbers.append(number)
        line.first = line.first or in_full(it, number, reason)
    return table


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def too_many(table: dict[str, Tally]) -> list[str]:
    """The kinds of which more cases disagree than are tolerated."""
    return [k for k, t in table.items() if t.cases - t.agree > ceil(TOLERATED.get(k, (0.0, ""))[0] * t.cases)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="show one case in full")
    options = parser.parse_args()
    if options.only is not None:
        it = case(options.seed, options.only)
        say(in_full(it, options.only, disagreement(it)[0] or "agreed"))
        return 0
    start = time.perf_counter()
    table = run(options.cases, options.seed)
    say(f"{'kind':20}{'cases':>8}{'agree':>8}{'disagree':>10}{'either':>8}")
    for kind, line in table.items():
        say(f"{kind:20}{line.cases:8}{line.agree:8}{line.cases - line.agree:10}{line.either:8}")
    wrong = sum(t.cases - t.agree for t in table.values())
    seconds = time.perf_counter() - start
    say(f"{'all':20}{options.cases:8}{options.cases - wrong:8}{wrong:10}   seed {options.seed}, {seconds:.0f} s")
    for line in table.values():
        if line.first:
            say(f"{line.first}\nall: {line.numbers[:12]}")
    for kind, (share, reason) in TOLERATED.items():
        say(f"tolerated of {kind!r}: {share:.1%}: {reason}")
    if bad := too_many(table):
        say(f"too many disagreements: {', '.join(bad)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
