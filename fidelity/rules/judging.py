"""The judge: each departure is weighed, the verdict found, and every rule asked."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from fidelity.model import Finding, Judgement
from fidelity.rules import allowance, changed, context, disguise, emphasis, form, marks, omission, quotation, source, wording
from fidelity.rules.damage import without_page_edges
from fidelity.rules.disguise import disguised, recounted
from fidelity.rules.house import is_only_citation, marked_by_house
from fidelity.rules.proof import Proof, Rule
from fidelity.rules.register import REGISTER, is_wanted, severity_of
from fidelity.rules.stress import stresses, uncompared
from fidelity.rules.verdict import counted, verdict
from fidelity.rules.vocabulary import vocabulary
from fidelity.rules.weigh import Scales, Weighed
from fidelity.styles import style
from fidelity.text.language import detect
from fidelity.text.lexicon import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fidelity.model import Case, Document, Notice, Stale, Verdict
    from fidelity.rules.register import Family
    from fidelity.settings import Settings

__all__ = ["RULES", "judge", "judge_notice"]

_AROUND = 600  # characters of the original by which its language is told


_CHECKS: Final[Mapping[str, Callable[[Proof], Iterator[Finding]]]] = {
    "altered-wording": wording.altered_wording,
    "added-words": wording.added_words,
    "moved-words": wording.moved_words,
    "merged-passages": wording.merged_passages,
    "changed-negation": wording.changed_negation,
    "changed-modal": wording.changed_modal,
    "changed-quantifier": wording.changed_quantifier,
    "changed-hedge": wording.changed_hedge,
    "changed-condition": wording.changed_condition,
    "changed-number": wording.changed_number,
    "changed-name": wording.changed_name,
    "changed-tense": wording.changed_tense,
    "corrected-typo": wording.corrected_typo,
    "spelling-variant": wording.spelling_variant,
    "unmarked-omission": omission.unmarked_omission,
    "hidden-limit": omission.hidden_limit,
    "hidden-detail": omission.hidden_detail,
    "ellipsis-over-paragraph": omission.ellipsis_over_paragraph,
    "ellipsis-over-sentence": omission.ellipsis_over_sentence,
    "empty-ellipsis": omission.empty_ellipsis,
    "cut-sentence": omission.cut_sentence_rule,
    "cut-condition": context.cut_condition,
    "cut-opening": context.cut_opening,
    "other-voice": context.other_voice,
    "undeclared-emphasis": emphasis.undeclared_emphasis,
    "lost-emphasis": emphasis.lost_emphasis,
    "false-emphasis-note": emphasis.false_emphasis_note,
    "idle-emphasis-note": emphasis.idle_emphasis_note,
    "changed-punctuation": marks.changed_punctuation,
    "unmarked-capital": marks.unmarked_capital,
    "bracket-in-original": marks.bracket_in_original,
    "sic-without-error": marks.sic_without_error,
    "wrong-ellipsis-form": form.wrong_ellipsis_form,
    "nested-marks": form.nested_marks,
    "cleaned-up-words": marks.cleaned_up_words,
    "look-alike-letters": disguise.look_alike_letters,
    "hidden-characters": disguise.hidden_characters,
    "not-found": source.not_found,
    "found-elsewhere": source.found_elsewhere,
    "ambiguous-original": source.ambiguous_original,
    "original-changed": changed.original_changed,
    "unchecked": source.unchecked,
    "unmarked-quotation": quotation.unmarked_quotation,
}
_NOTICES: Final[Mapping[str, Callable[[Notice, Document], Finding]]] = {
    "missing-quotation": quotation.missing_quotation,
    "unbalanced-marks": quotation.unbalanced_marks,
}
_STALE: Final[Mapping[str, Callable[[Stale], str]]] = {"stale-allowance": allowance.stale_allowance}


def _rule(name: str, family: Family) -> Rule:
    check, notice, stale = _CHECKS.get(name), _NOTICES.get(name), _STALE.get(name)
    return Rule(name, family, (check or notice or stale).__doc__ or "", check, notice, stale)


RULES: Mapping[str, Rule] = MappingProxyType({name: _rule(name, family) for name, family in REGISTER.items()})
"""Every rule by name, in the order in which findings of one place are told."""

_ORDER = {name: n for n, name in enumerate(RULES)}


def judge(case: Case, settings: Settings) -> Judgement:
    """The verdict on one quotation, its edits weighed, its emphasis compared, and its findings in the article's order."""
    house = style(settings.style)
    translated = next((d for d in case.quote.declares if d.kind == "translation"), None)
    if case.match is None or case.original is None or translated:
        if translated and case.reason is None:
            case = replace(case, match=None, reason="translation: the words are not in the original’s language")
        proof = Proof(case, settings, house, vocabulary(_language(case)))
        none: Verdict = "unchecked" if case.reason is not None else "not-found"
        return Judgement(
            none,
            marked=False,
            score=None,
            reason=case.reason,
            nearest=case.nearest,
            emphasis=uncompared(case.quote),
            findings=_findings(proof),
        )
    words = vocabulary(_language(case))
    scales = Scales(case.quote.text, case.original.text, words, settings)
    shown = (marked_by_house(e, case.quote.text, case.original.text, house) for e in without_page_edges(case))
    weighed = tuple(Weighed(masked) if (masked := disguised(e, case)) else _declared(scales.weigh(e), case) for e in shown)
    edits = tuple(w.edit for w in weighed)
    match = counted(replace(case.match, edits=edits), case.quote.text, case.original.text, case.match.edits)
    match = recounted(match, case.quote.text, case.match.edits)
    stress = stresses(case, match, words, settings.base_share)
    proof = Proof(case, settings, house, words, match, weighed, stress)
    found, marked = verdict(case.quote, case.article.text, match, case.original.text, words, house)
    return Judgement(
        found,
        marked=marked,
        score=match.score,
        match=match,
        emphasis=stress,
        findings=_findings(proof),
    )


def judge_notice(notice: Notice, document: Document, settings: Settings) -> Finding | None:
    """The finding for something that is no quotation, a lead-in with nothing after it, say; None where its rule is off."""
    own = dict(settings.severity).get(notice.rule)
    severity = severity_of(notice.rule, settings, style(settings.style))
    if severity is None:
        return None
    tell = RULES[notice.rule].notice
    assert tell is not None
    found = tell(notice, document)
    return replace(found, severity=severity if own else found.severity or severity)


def _findings(proof: Proof) -> tuple[Finding, ...]:
    """All that the rules find, each with its severity; what the house or the settings switch off is left out."""
    out = []
    decided = dict(proof.settings.severity)
    unmarked = proof.case.quote.form == "unmarked"  # words that nobody presents as a quotation have but one fault
    for rule in RULES.values():
        if unmarked != (rule.name == "unmarked-quotation"):
            continue
        own = decided.get(rule.name)
        severity = own or proof.style.severity.get(rule.name)
        if rule.check is None or severity is None or severity == "off" or not is_wanted(rule.name, proof.settings):
            continue
        given = [replace(f, severity=severity if own else f.severity or severity) for f in rule.check(proof)]
        if proof.case.is_hearsay and rule.family != "source":  # the text that it departs from may have departed itself
            given = [replace(f, severity="warning") if f.severity == "error" else f for f in given]
        out += given
    if len(out) > proof.settings.most_findings:
        out = _gravest(out, proof)
    return tuple(sorted(out, key=lambda f: (f.here, _ORDER[f.rule])))


def _gravest(found: list[Finding], proof: Proof) -> list[Finding]:
    """The gravest findings, as many as the settings allow; the last one says how many more there are."""
    most = proof.settings.most_findings
    grave = ("error", "warning", "info")
    kept = sorted(found, key=lambda f: (grave.index(f.severity or "info"), f.here, _ORDER[f.rule]))[:most]
    more = len(found) - len(kept)
    said = f"{kept[-1].message} And {more:,} more of this quotation (most-findings in [numbers] of the config)."
    return [*kept[:-1], replace(kept[-1], message=said)]


def _declared(weighed: Weighed, case: Case) -> Weighed:
    """An edit under what the quoter declares: covered citations and notes, and what "cleaned up" does not cover."""
    edit = weighed.edit
    if edit.kind == "presentation" or edit.mark is not None or case.original is None:
        return weighed
    kinds = {d.kind for d in case.quote.declares}
    hidden = case.original.text[slice(*edit.original)]
    if edit.kind == "omission" and kinds & {"citation-omitted", "footnote-omitted", "cleaned-up"} and is_only_citation(hidden):
        return replace(weighed, edit=replace(edit, mark="declaration", weight="minor", why=None), limits=())
    if "cleaned-up" in kinds and edit.weight != "minor":
        return replace(weighed, edit=replace(edit, why="cleaned-up-words"))
    return weighed


def _language(case: Case) -> str:
    """The language by which words are weighed: what the original's words say, else what the documents say."""
    if case.original is not None and case.match is not None and case.match.passages:
        start, end = case.match.passages[0][0], case.match.passages[-1][1]
        told = detect(case.original.text[max(0, start - _AROUND) : end + _AROUND])
        if told:
            return told
    told = detect(case.quote.text)
    said = (told, case.original.meta.language if case.original else None, case.article.meta.language, detect(case.article.text))
    return next((s[:2].lower() for s in said if s and s[:2].lower() in LANGUAGES), "en")
