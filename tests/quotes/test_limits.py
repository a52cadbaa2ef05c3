"""What nobody writes costs bounded time, and what is left out for that is said."""

import pytest

from fidelity.model import ReportedArticle
from fidelity.pipeline import check_article
from fidelity.quotes import find_quotes
from fidelity.read import read
from fidelity.settings import Settings, fingerprint

SAID = "He said, “the {} lamps were lit on the harbour wall that evening.”\n\n"
ORIGINAL = "".join(f"We know that the {n} lamps were lit on the harbour wall that evening. " for n in range(12))


def _checked(text: str, settings: Settings) -> ReportedArticle:
    return check_article(read("article.md", text.encode()), [read("original.txt", ORIGINAL.encode())], settings)


def test_the_first_quotations_are_looked_at_and_the_others_are_counted() -> None:
    text = "".join(SAID.format(n) for n in range(12))
    checked = _checked(text, Settings(most_quotations=10))
    assert 10 == len(checked.quotes)
    assert ["exact"] * 10 == [q.verdict for q in checked.quotes]
    assert [True] == ["Only the first 10 pairs" in note and "2 were not" in note for note in checked.notes]
    assert () == _checked(text, Settings()).notes


def test_quotations_without_marks_count_too() -> None:
    text = "".join(f"> The {n} lamps were lit on the harbour wall that evening, says somebody.\n\nWell.\n\n" for n in range(12))
    checked = _checked(text, Settings(most_quotations=10))
    assert 10 == len(checked.quotes)
    assert [True] == ["Only the first 10 quotations" in note and "2 were not" in note for note in checked.notes]


def test_a_quotation_that_is_too_long_is_unchecked_and_says_so() -> None:
    checked = _checked(SAID.format(3), Settings(longest_quotation=40))
    (quote,) = checked.quotes
    assert "unchecked" == quote.verdict
    assert "characters long, and no more than 40 are compared" in (quote.reason or "")


@pytest.mark.parametrize(
    ("words", "marks", "what"),
    [
        ("the 1 … lamps … were … lit", 3, "ellipses"),
        ("the 1 [two] lamps [were] lit [so]", 3, "brackets round words"),
        ("the 1 l[a]mps w[e]re l[i]t", 3, "brackets in words"),
        ("the 1 [sic] lamps [sic] were [sic] lit", 3, "notes"),
    ],
)
def test_a_quotation_with_too_many_marks_is_unchecked_and_says_so(words: str, marks: int, what: str) -> None:
    text = f"He said, “{words} on the harbour wall that evening.”"
    assert "unchecked" == _checked(text, Settings(most_marks=marks - 1)).quotes[0].verdict, what
    assert "unchecked" != _checked(text, Settings(most_marks=marks)).quotes[0].verdict, what


def test_the_gravest_findings_are_told_and_the_others_are_counted() -> None:
    text = SAID.format(3).replace("lamps", "l\u0430mps").replace("wall", "w\u0430ll").replace("lit", "not lit")
    every = _checked(text, Settings()).findings
    assert ["error", "warning", "warning"] == sorted(f.severity for f in every)
    told = _checked(text, Settings(most_findings=1)).findings
    assert ["error"] == [f.severity for f in told]
    assert "And 2 more of this quotation" in told[0].message


def test_marks_that_do_not_pair_are_listed_up_to_a_limit() -> None:
    found = find_quotes(read("article.md", "“a b ".encode() * 12), settings=Settings(most_findings=10))
    assert 10 == len(found.notices)
    assert [True] == ["2 more places" in note for note in found.notes]


def test_an_article_says_that_hidden_characters_turn_its_text() -> None:
    found = find_quotes(read("article.md", "He went to the \u202etrop\u202c.".encode()))
    assert [True] == ["U+202E RIGHT-TO-LEFT OVERRIDE" in note and "2 places" in note for note in found.notes]


def test_default_limits_leave_fingerprints_as_they_were() -> None:
    raised = [Settings(most_quotations=7), Settings(longest_quotation=7), Settings(most_marks=7), Settings(most_findings=7)]
    assert 5 == len({fingerprint(Settings()), *map(fingerprint, raised)})


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('"' * 20_000, "straight marks"),
        ("“a " * 5_000 + "b” " * 5_000, "nested to any depth"),
        ("“‘" * 5_000 + "x" + "’”" * 5_000, "nested in turn"),
        ("He said: " * 3_000, "lead-ins in one line"),
        ("Q: Is it so?\n\nA: Yes, we say.\n\n" * 800, "questions and answers"),
        ("He said, “" + "*a* b **c** d " * 2_000 + "”", "emphasis"),
        ("(emphasis added) " * 3_000, "declarations"),
    ],
)
def test_what_nobody_writes_is_read_without_trouble(text: str, what: str) -> None:
    assert find_quotes(read("article.md", text.encode())).quotes is not None, what
