"""From a located quotation to its verdict and findings: every departure weighed, and named once."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from fidelity.model import Finding, Judgement
from fidelity.rules import allowance, changed, context, emphasis, form, marks, omission, quotation, source, wording
from fidelity.rules.damage import without_page_edges
from fidelity.rules.house import is_only_citation, marked_by_house
from fidelity.rules.proof import Proof, Rule
from fidelity.rules.stress import stresses, uncompared
from fidelity.rules.verdict import counted, verdict
from fidelity.rules.vocabulary import vocabulary
from fidelity.rules.weigh import Scales, Weighed
from fidelity.styles import style
from fidelity.text.language import detect
from fidelity.text.lexicon import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fidelity.model import Case, Document, Notice, Severity, Stale, Verdict
    from fidelity.rules.proof import Family
    from fidelity.settings import Settings
    from fidelity.styles import Style

__all__ = ["RULES", "Rule", "active", "judge", "judge_notice", "judge_stale"]

_AROUND = 600  # characters of the original by which its language is told


def _rules() -> Iterator[Rule]:
    checks: tuple[tuple[Family, str, Callable[[Proof], Iterator[Finding]]], ...] = (
        ("wording", "altered-wording", wording.altered_wording),
        ("wording", "added-words", wording.added_words),
        ("wording", "moved-words", wording.moved_words),
        ("wording", "merged-passages", wording.merged_passages),
        ("wording", "changed-negation", wording.changed_negation),
        ("wording", "changed-modal", wording.changed_modal),
        ("wording", "changed-quantifier", wording.changed_quantifier),
        ("wording", "changed-hedge", wording.changed_hedge),
        ("wording", "changed-condition", wording.changed_condition),
        ("wording", "changed-number", wording.changed_number),
        ("wording", "changed-name", wording.changed_name),
        ("wording", "changed-tense", wording.changed_tense),
        ("wording", "corrected-typo", wording.corrected_typo),
        ("wording", "spelling-variant", wording.spelling_variant),
        ("omission", "unmarked-omission", omission.unmarked_omission),
        ("omission", "hidden-limit", omission.hidden_limit),
        ("omission", "hidden-detail", omission.hidden_detail),
        ("omission", "ellipsis-over-paragraph", omission.ellipsis_over_paragraph),
        ("omission", "ellipsis-over-sentence", omission.ellipsis_over_sentence),
        ("omission", "empty-ellipsis", omission.empty_ellipsis),
        ("omission", "cut-sentence", omission.cut_sentence_rule),
        ("context", "cut-condition", context.cut_condition),
        ("context", "cut-opening", context.cut_opening),
        ("context", "other-voice", context.other_voice),
        ("emphasis", "undeclared-emphasis", emphasis.undeclared_emphasis),
        ("emphasis", "lost-emphasis", emphasis.lost_emphasis),
        ("emphasis", "false-emphasis-note", emphasis.false_emphasis_note),
        ("emphasis", "idle-emphasis-note", emphasis.idle_emphasis_note),
        ("marks", "changed-punctuation", marks.changed_punctuation),
        ("marks", "unmarked-capital", marks.unmarked_capital),
        ("marks", "bracket-in-original", marks.bracket_in_original),
        ("marks", "sic-without-error", marks.sic_without_error),
        ("marks", "wrong-ellipsis-form", form.wrong_ellipsis_form),
        ("marks", "nested-marks", form.nested_marks),
        ("marks", "cleaned-up-words", marks.cleaned_up_words),
        ("source", "not-found", source.not_found),
        ("source", "found-elsewhere", source.found_elsewhere),
        ("source", "ambiguous-original", source.ambiguous_original),
        ("source", "original-changed", changed.original_changed),
        ("source", "unchecked", source.unchecked),
        ("quotation", "unmarked-quotation", quotation.unmarked_quotation),
    )
    for family, name, check in checks:
        yield Rule(name, family, check.__doc__ or "", check)
    for name, notice in (
        ("missing-quotation", quotation.missing_quotation),
        ("unbalanced-marks", quotation.unbalanced_marks),
    ):
        yield Rule(name, "quotation", notice.__doc__ or "", notice=notice)
    yield Rule("stale-allowance", "allowance", allowance.stale_allowance.__doc__ or "", stale=allowance.stale_allowance)


RULES: Mapping[str, Rule] = MappingProxyType({rule.name: rule for rule in _rules()})
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
    weighed = tuple(_declared(scales.weigh(e), case) for e in shown)
    edits = tuple(w.edit for w in weighed)
    match = counted(replace(case.match, edits=edits), case.quote.text, case.original.text, case.match.edits)
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
    severity = _severity(notice.rule, settings, style(settings.style))
    if severity is None:
        return None
    tell = RULES[notice.rule].notice
    assert tell is not None
    found = tell(notice, document)
    return replace(found, severity=severity if own else found.severity or severity)


def judge_stale(stale: Stale, settings: Settings) -> tuple[Severity, str] | None:
    """How grave it is that an allowance allows nothing, and the sentence that says so; None where nobody wants to know."""
    severity = _severity("stale-allowance", settings, style(settings.style))
    tell = RULES["stale-allowance"].stale
    return None if severity is None or tell is None else (severity, tell(stale))


def active(settings: Settings) -> frozenset[str]:
    """The rules that a check with these settings looks for."""
    house = style(settings.style)
    return frozenset(rule for rule in RULES if _severity(rule, settings, house))


def _severity(rule: str, settings: Settings, house: Style) -> Severity | None:
    """How grave a rule's findings are by the settings, else by the style; None where it is switched off."""
    severity = dict(settings.severity).get(rule) or house.severity.get(rule)
    return None if severity == "off" or not _is_wanted(rule, settings) else severity


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
        if rule.check is None or severity is None or severity == "off" or not _is_wanted(rule.name, proof.settings):
            continue
        given = [replace(f, severity=severity if own else f.severity or severity) for f in rule.check(proof)]
        if proof.case.is_hearsay and rule.family != "source":  # the text that it departs from may have departed itself
            given = [replace(f, severity="warning") if f.severity == "error" else f for f in given]
        out += given
    return tuple(sorted(out, key=lambda f: (f.here, _ORDER[f.rule])))


def _is_wanted(rule: str, settings: Settings) -> bool:
    return rule not in settings.ignore and (not settings.select or rule in settings.select)


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
