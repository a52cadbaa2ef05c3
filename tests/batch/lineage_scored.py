"""How well the lineages told of a made archive are those that are true, and which of the links anybody could tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fidelity.batch.drift.dates import When, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineage_made import Archive, Copy, Quotation

    from fidelity.model.drift import Lineage


@dataclass
class Score:
    """Counts of links: those that were told (asserted) and true ones found, of all and of the decidable ones."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str | None, str]] = field(default_factory=list)

    def share(self, of: str, out_of: str) -> float:
        """One count as a share of another; 1 where there is nothing."""
        return self.counts[of] / self.counts[out_of] if self.counts[out_of] else 1.0

    @property
    def precision(self) -> float:
        """Of the links from article to article that are told, those whose first parent is the true one."""
        return self.share("right", "told")

    @property
    def precision_of_lists(self) -> float:
        """Of those links, those that have the true parent among the ones named."""
        return self.share("right in list", "told")

    @property
    def precision_of_single(self) -> float:
        """Of the links that name one parent alone, those that are right."""
        return self.share("right alone", "told alone")

    @property
    def recall(self) -> float:
        """Of all true links from article to article, those told."""
        return self.share("right", "true")

    @property
    def recall_of_decidable(self) -> float:
        """Of those true links that can be told, those told."""
        return self.share("right decidable", "decidable")

    @property
    def original_kept(self) -> float:
        """Of the articles that have it from the original, those said to."""
        return self.share("original right", "original")


def scored(archive: Archive, lineages: Iterable[Lineage]) -> Score:
    """Hold lineages against the truth."""
    score = Score()
    truth = {copy.name: (copy, quotation) for quotation in archive.quotations for copy in quotation.copies}
    told: dict[str, tuple[str | None, set[str | None], str]] = {}
    cluster_of: dict[str, int] = {}
    for lineage in lineages:
        names = {w.number: w.article for w in lineage.witnesses} | {0: None}
        for w in lineage.witnesses:
            if w.article not in truth:
                continue
            parents = [names[p] for p in w.descent.parents]
            told[w.article] = (parents[0], set(parents), w.descent.confidence)
            cluster_of[w.article] = lineage.number
    for name, (copy, quotation) in truth.items():
        first, listed, confidence = told.get(name, (None, {None}, "none"))
        if first is not None:
            score.counts["told"] += 1
            score.counts[f"told {confidence}"] += 1
            score.counts["right"] += first == copy.parent
            score.counts[f"right {confidence}"] += first == copy.parent
            score.counts["right in list"] += copy.parent in listed
            score.counts[f"listed {confidence}"] += copy.parent in listed
            score.counts["told alone"] += len(listed) == 1
            score.counts["right alone"] += len(listed) == 1 and first == copy.parent
            score.counts["kin"] += first.startswith(quotation.name)
            if copy.parent not in listed:
                score.wrong.append((name, copy.parent, first))
        if copy.parent is None:
            score.counts["original"] += 1
            score.counts["original right"] += first is None
        else:
            score.counts["true"] += 1
            can = decidable(copy, quotation)
            score.counts["decidable"] += can
            score.counts["right decidable"] += can and first == copy.parent
            score.counts["verbatim"] += not can and not shared(copy, quotation)
            if can and first != copy.parent:
                score.counts["missed"] += 1
                score.wrong.append((f"MISSED {name}", copy.parent, str(first)))
    _pairs(score, archive, cluster_of)
    return score


def shared(copy: Copy, quotation: Quotation) -> frozenset[tuple[object, ...]]:
    """The telling changes that a copy has from its parent."""
    parent = next(c for c in quotation.copies if c.name == copy.parent)
    return copy.telling & parent.telling


def decidable(copy: Copy, quotation: Quotation) -> bool:
    """Whether the true parent can be told: by a link, or by its changes, where nobody else explains the copy as well."""
    if copy.links:
        return True
    if not shared(copy, quotation):
        return False
    parent = next(c for c in quotation.copies if c.name == copy.parent)
    mine, theirs = copy.shows, parent.shows
    if not _may(parent, copy):
        return False
    if mine == theirs and not _date(parent).precedes(_date(copy)):
        return False
    for other in quotation.copies:
        if other.name not in (copy.name, parent.name) and _may(other, copy):
            changes = other.shows
            if len(mine - changes) <= len(mine - theirs) and len(changes - mine) <= len(theirs - mine):
                return False
    return True


def _date(copy: Copy) -> When:
    return when(copy.said)


def _may(other: Copy, copy: Copy) -> bool:
    return _date(other).may_precede(_date(copy))


def _pairs(score: Score, archive: Archive, cluster_of: dict[str, int]) -> None:
    """How many pairs of uses of one quotation stand together, and how many that stand together are of one."""
    quotation_of = {copy.name: q.name for q in archive.quotations for copy in q.copies}
    together = Counter((quotation_of[name], cluster) for name, cluster in cluster_of.items())
    for count in Counter(quotation_of.values()).values():
        score.counts["pairs true"] += count * (count - 1) // 2
    for count in Counter(cluster_of.values()).values():
        score.counts["pairs told"] += count * (count - 1) // 2
    for count in together.values():
        score.counts["pairs right"] += count * (count - 1) // 2
