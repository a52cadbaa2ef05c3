"""The judge as a whole: it never raises, more damage never raises a score, and notices become findings."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.locate import compare
from fidelity.model import Case, Judgement, Notice, Quote
from fidelity.read import read
from fidelity.rules import RULES, judge, judge_notice
from fidelity.settings import Settings
from fidelity.text.origin import identity

_WORDS = [
    "the",
    "seal",
    "on",
    "lower",
    "gate",
    "did",
    "not",
    "fail",
    "during",
    "flood",
    "of",
    "May",
    "1974",
    "and",
    "Ms",
    "Keller",
    "may",
    "say",
    "so",
    "unless",
    "all",
    "3,000",
    "wells",
    ",",
    ".",
    "…",
    "[the]",
    "[sic]",
    "“",
    "”",
    "—",
    "if",
    "only",
    "some",
    "men",
    "were",
    "allegedly",
    "there",
    ";",
    "[T]he",
    "judge[s]",
    "?",
    "ne",
    "pas",
    "nicht",
]
_TEXTS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=30).map(" ".join)
_ORIGINAL = (
    "The seal on the lower gate did not fail during the flood of May 1974, and Ms Keller said so. Unless all of the wells are "
    "dry, the county may open the upper gate; some men were there. It is not known who they were, but the mayor paid them."
)


def _judge(quote: str, original: str) -> Judgement:
    article = read("article.md", quote.encode())
    document = read("original.txt", original.encode())
    text = article.text
    held = Quote("inline", ((0, len(text)),), text, identity(len(text)), whole=True)
    match = compare(text, document)
    case = Case(held, article, match, document if match else None, reason=None)
    return judge(case, Settings())


@settings(max_examples=60, deadline=None)
@given(_TEXTS, _TEXTS)
def test_the_judge_answers_whatever_the_texts(quote: str, original: str) -> None:
    judgement = _judge(quote, original)
    assert judgement.verdict in {"exact", "trimmed", "altered", "not-found"}
    assert judgement.score is None or 0 <= judgement.score <= 100
    assert all(f.severity is not None and f.rule in RULES for f in judgement.findings)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(8, 45), max_size=12, unique=True))
def test_more_damage_never_raises_the_score(places: list[int]) -> None:
    words, scores = _ORIGINAL.split(), []
    for n in range(len(places) + 1):
        damaged = [f"blot{i}" if i in places[:n] else w for i, w in enumerate(words)]
        scores.append(_judge(" ".join(damaged), _ORIGINAL).score or 0.0)
    assert sorted(scores, reverse=True) == scores


def test_every_edit_that_is_no_presentation_has_a_weight() -> None:
    judgement = _judge("The seal on the lower gate did fail during a flood of May 1975, and Mr Kellner said so.", _ORIGINAL)
    assert judgement.match is not None
    assert all(e.weight != "none" for e in judgement.match.edits if e.kind != "presentation")


def test_a_notice_becomes_a_finding_of_its_rule() -> None:
    document = read("article.md", b"The Courier writes:\n")
    missing = judge_notice(Notice("missing-quotation", (0, 19), "The Courier writes:"), document, Settings())
    assert missing is not None
    assert ("missing-quotation", "warning", (0, 19)) == (missing.rule, missing.severity, missing.here)
    loose = judge_notice(Notice("unbalanced-marks", (0, 1), "“"), document, Settings())
    assert loose is not None
    assert ("unbalanced-marks", "info", (0, 1)) == (loose.rule, loose.severity, loose.here)


def test_every_rule_has_a_manual_page_with_its_four_parts() -> None:
    for rule in RULES.values():
        for part in ("## What it finds", "## Why it matters", "## Example", "## Not flagged"):
            assert part in rule.manual, rule.name
