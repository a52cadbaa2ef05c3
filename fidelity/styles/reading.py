"""A house style from its TOML table, over the one that it extends. Whatever it cannot use is an error with the nearest name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from fidelity.model import Severity
from fidelity.styles.changes import Change, Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

NoteBrackets = Literal["round", "square"]
NotePlace = Literal["behind", "words"]
OverSentence = Literal["any", "four dots"]
FORMS = (
    "…", "...", ". . .", "[…]", "[...]", "[. . .]", "(…)", "(...)", "(. . .)", "* * *", "..",
)  # fmt: skip
"""Every form of an ellipsis that the tool reads, without a fourth dot."""

_SEVERITIES = ("error", "warning", "info", "off")
_TABLES = {
    "": (
        "title", "extends", "unverified", "source",
        "severity", "change", "change-severity", "ellipsis", "brackets", "inner-marks", "declaration",
    ),
    "ellipsis": ("forms", "over-sentence"),
    "brackets": ("round",),
    "declaration": ("brackets", "place"),
    "source": ("title", "address"),
}  # fmt: skip


class StyleError(ValueError):
    """A style that does not exist or cannot be used; its message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule of the house can be read; `address` is a web address or empty."""

    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """A house style. A rule that `severity` maps to None is off.

    `weight` is how grave a finding about a change is where the rule that reports it does not say it right. `ellipses` are the
    accepted forms without a fourth dot. `round_brackets` mark the quoter's words too, as square ones always do. `inner` maps
    an opening mark to the opening marks that may stand inside. A note about emphasis stands in `note_brackets`, `behind` the
    quotation and its citation or right after the `words` that it speaks of. `unverified` names entries that were not checked
    against the guide itself.
    """

    name: str
    title: str
    severity: Mapping[str, Severity | None]
    change: Mapping[Change, Policy]
    weight: Mapping[Change, Severity] = field(default_factory=lambda: MappingProxyType({}))
    ellipses: tuple[str, ...] = FORMS
    over_sentence: OverSentence = "any"
    round_brackets: bool = False
    inner: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    note_brackets: NoteBrackets = "round"
    note_place: NotePlace = "behind"
    sources: tuple[Source, ...] = ()
    unverified: tuple[str, ...] = ()

    def policy(self, change: Change) -> Policy:
        """What the house says of a change; a change that it does not name must be marked."""
        return self.change.get(change, "marked")


def read_style(name: str, data: Mapping[str, Any], base: Style | None = None, file: str | None = None) -> Style:
    """A style from its table. Raises StyleError for what is none; the message names `file`, else the style."""
    return _Reader(f"House style {file or name}", data, base).style(name)


@dataclass(frozen=True, slots=True)
class _Reader:
    where: str
    data: Mapping[str, Any]
    base: Style | None

    def style(self, name: str) -> Style:
        base = self.base
        self.keys("", self.data)
        severity: dict[str, Severity | None] = {**base.severity} if base else {}
        for rule, value in self.table("severity").items():
            if base:
                self.one_of(rule, base.severity, "severity", "rule")
            self.one_of(value, _SEVERITIES, f"severity: {rule}", "severity")
            severity[rule] = None if value == "off" else cast("Severity", value)
        change: dict[Change, Policy] = {**base.change} if base else {}
        for what, value in self.table("change").items():
            self.one_of(what, get_args(Change), "change", "change")
            self.one_of(value, get_args(Policy), f"change: {what}", "policy")
            change[cast("Change", what)] = cast("Policy", value)
        weight: dict[Change, Severity] = {**base.weight} if base else {}
        for what, value in self.table("change-severity").items():
            self.one_of(what, get_args(Change), "change-severity", "change")
            self.one_of(value, _SEVERITIES[:3], f"change-severity: {what}", "severity")
            weight[cast("Change", what)] = cast("Severity", value)
        ellipsis, brackets = self.table("ellipsis"), self.table("brackets")
        self.keys("ellipsis", ellipsis)
        self.keys("brackets", brackets)
        notes = self.table("declaration")
        self.keys("declaration", notes)
        shape = notes.get("brackets", base.note_brackets if base else "round")
        self.one_of(shape, get_args(NoteBrackets), "declaration: brackets", "shape")
        place = notes.get("place", base.note_place if base else "behind")
        self.one_of(place, get_args(NotePlace), "declaration: place", "place")
        dots = ellipsis.get("over-sentence", base.over_sentence if base else "any")
        self.one_of(dots, get_args(OverSentence), "ellipsis: over-sentence", "form")
        return Style(
            name,
            self.string("title", name),
            MappingProxyType(severity),
            MappingProxyType(change),
            MappingProxyType(weight),
            self.forms(ellipsis, base.ellipses if base else FORMS),
            dots,
            self.switch(brackets, "round", otherwise=base.round_brackets if base else False),
            MappingProxyType(self.inner()),
            shape,
            place,
            (*self.sources(), *(base.sources if base else ())),
            self.unverified(severity),
        )

    def sources(self) -> Iterable[Source]:
        found = self.data.get("source", [])
        if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
            raise StyleError(f"{self.where}: write each source as a [[source]] table with title and address.")
        for entry in found:
            self.keys("source", entry)
            if not isinstance(entry.get("title"), str) or not isinstance(entry.get("address", ""), str):
                raise StyleError(f"{self.where}: a [[source]] needs a title, and its address is a text.")
            yield Source(entry["title"], entry.get("address", ""))

    def inner(self) -> dict[str, tuple[str, ...]]:
        said = self.table("inner-marks")
        if not said:
            return {**self.base.inner} if self.base else {}
        for outer, marks in said.items():
            if not isinstance(marks, list) or not marks or not all(isinstance(m, str) and len(m) == 1 for m in marks):
                raise StyleError(f'{self.where}: [inner-marks] {outer} takes a list of opening marks, such as ["‘", "\'"].')
        return {outer: tuple(marks) for outer, marks in said.items()}

    def unverified(self, severity: Collection[str]) -> tuple[str, ...]:
        """The entries marked so here, and those of the base that this style does not set anew."""
        tables = ("severity", "change", "ellipsis", "brackets", "inner-marks", "declaration")
        said = {*(k for t in tables[:2] for k in self.table(t)), *(t for t in tables[2:] if self.table(t))}
        own = self.data.get("unverified", [])
        if not isinstance(own, list):
            raise StyleError(f"{self.where}: unverified takes a list of names.")
        for entry in own:
            self.one_of(entry, (*get_args(Change), *severity, *tables[2:]), "unverified", "entry")
        kept = (u for u in (self.base.unverified if self.base else ()) if u not in said)
        return tuple(dict.fromkeys((*own, *kept)))

    def forms(self, table: Mapping[str, Any], otherwise: tuple[str, ...]) -> tuple[str, ...]:
        said = table.get("forms", list(otherwise))
        if not isinstance(said, list) or not said:
            raise StyleError(f"{self.where}: [ellipsis] forms takes a list out of {_listed(FORMS)}.")
        for form in said:
            self.one_of(form, FORMS, "ellipsis: forms", "form")
        return tuple(said)

    def switch(self, table: Mapping[str, Any], key: str, *, otherwise: bool) -> bool:
        said = table.get(key, otherwise)
        if not isinstance(said, bool):
            raise StyleError(f"{self.where}: {key} is true or false, without quotation marks.")
        return said

    def table(self, key: str) -> Mapping[str, Any]:
        found = self.data.get(key, {})
        if not isinstance(found, Mapping):
            raise StyleError(f"{self.where}: {key} must be a table: [{key}].")
        return found

    def string(self, key: str, otherwise: str) -> str:
        found = self.data.get(key, otherwise)
        if not isinstance(found, str):
            raise StyleError(f"{self.where}: {key} must be a text.")
        return found

    def keys(self, table: str, said: Mapping[str, Any]) -> None:
        for key in said:
            self.one_of(key, _TABLES[table], table, "key")

    def one_of(self, value: object, known: Collection[str], place: str, what: str) -> None:
        if isinstance(value, str) and value in known:
            return
        near = nearest(value, known) if isinstance(value, str) else None
        hint = f"did you mean {near!r}?" if near else f"there are: {_listed(known)}."
        table, _, key = place.partition(": ")
        at = f"[{table}] {f'{key}: ' if key else ''}" if table else ""
        raise StyleError(f"{self.where}: {at}there is no {what} {value!r}; {hint}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(str, names))


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known name that is most like a word, if one is like it at all."""
    measure: Callable[[str], tuple[int, str]] = lambda k: (_distance(word.lower(), k), k)  # noqa: E731 - used twice, named once
    best = min(known, key=measure, default=None)
    return best if best is not None and measure(best)[0] <= max(2, len(word) // 2) else None


def _distance(a: str, b: str) -> int:
    """Levenshtein distance, for names of a dozen letters."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
