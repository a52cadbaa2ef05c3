"""What each remedy writes, in each format, and what is left alone."""

from __future__ import annotations

import pytest
from mending import mend

REPORT = (
    "The pump was repaired in the spring of last year by two men from the yard. "
    "The valve, which nobody had seen for years, was found under the floor of the old hall. "
    "Nobody should open the gate before the water has gone down. "
    "The engineer said that the old motor may run for another ten years."
)
STRESSED = "The pump was <b>repaired</b> in the spring of last year by two men from the yard."
GERMAN = f"""Der Bericht über die Pumpe sagt: „{STRESSED}“ Danach ist nichts mehr geschehen, und die Werft hat auf
unsere Fragen nicht geantwortet.
"""
PLAIN, HTML, MARKDOWN = "article.txt", "article.html", "article.md"


def quoting(words: str) -> str:
    return f"The report on the pump says: “{words}” We asked the yard.\n"


@pytest.mark.parametrize(
    ("words", "style", "wanted", "why"),
    [
        (
            "The pump was repaired in the spring by two men from the yard.",
            "strict",
            "“The pump was repaired in the spring … by two men from the yard.”",
            "an ellipsis in the strict house",
        ),
        (
            "The pump was repaired in the spring by two men from the yard.",
            "de",
            "“The pump was repaired in the spring […] by two men from the yard.”",
            "an ellipsis in a German house",
        ),
        (
            "The pump was repaired in the spring by two men from the yard.",
            "bluebook",
            "“The pump was repaired in the spring . . . by two men from the yard.”",
            "an ellipsis before a court",
        ),
        (
            "The pump was repaired in the spring…by two men from the yard.",
            "bluebook",
            "“The pump was repaired in the spring . . . by two men from the yard.”",
            "another form, with the spaces that it wants",
        ),
        (
            "The pump was repaired in the spring of last year.",
            "strict",
            "“The pump was repaired in the spring of last year ….”",
            "the sentence runs on",
        ),
        (
            "The pump was repaired in the spring of last year.",
            "bluebook",
            "“The pump was repaired in the spring of last year . . . .”",
            "four dots, all spaced",
        ),
        (
            "The old motor may run for another ten years.",
            "strict",
            "“[T]he old motor may run for another ten years.”",
            "a capital that the original lacks",
        ),
        (
            "The pump was *repaired* in the spring of last year by two men from the yard.",
            "strict",
            "from the yard.” (emphasis added) We asked",
            "emphasis added",
        ),
        (
            "The pump was *repaired* in the spring of last year by *two* men from the yard.",
            "apa",
            "was *repaired* [emphasis added] in the spring of last year by *two* [emphasis added] men",
            "a psychologist's note stands right after the words",
        ),
        (
            "The pump was *repaired* in the spring of last year by two men from the yard.",
            "de",
            "from the yard.” [emphasis added] We asked",
            "a German house sets it in square brackets",
        ),
        (
            "The pump was repaired in the spring of last year by two men from the yard.",
            "strict",
            quoting("The pump was repaired in the spring of last year by two men from the yard."),
            "nothing to fix",
        ),
        (
            "Nobody should open the gate before the sun has gone down.",
            "strict",
            quoting("Nobody should open the gate before the sun has gone down."),
            "another word is no matter of marks",
        ),
        (
            "The engineer said that the old motor will run for another ten years.",
            "strict",
            quoting("The engineer said that the old motor will run for another ten years."),
            "nor is a modal",
        ),
    ],
)
def test_safe(words: str, style: str, wanted: str, why: str) -> None:
    mended = mend(quoting(words), REPORT, style=style)
    assert wanted in mended.fixed.source, why
    assert not mended.fixed.withheld, why


@pytest.mark.parametrize(
    ("words", "wanted", "why"),
    [
        (
            "The engineer said that the old motor will run for another ten years.",
            "that the old motor may run for",
            "a modal",
        ),
        ("Nobody should open the gate before the sun has gone down.", "before the water has gone", "a word"),
        ("Nobody should ever open the gate before the water has gone down.", "Nobody should open the gate", "an added word"),
        (
            "The engineer said that the old motor may run for another twenty years.",
            "for another ten years.”",
            "a number at the end",
        ),
        (
            "Nobody should open the *old* gate before the water has gone down.",
            "open the gate before",
            "an added word with its emphasis",
        ),
        (
            "The valve, which nobody had seen for years, was not found under the floor of the old hall.",
            "for years, was found under",
            "an added negation",
        ),
        (
            "Nobody should open the gate after the sun has gone down.",
            "the gate before the water has",
            "two changes, one word apart",
        ),
    ],
)
def test_unsafe(words: str, wanted: str, why: str) -> None:
    article = quoting(words)
    mended = mend(article, REPORT, unsafe=True)
    assert wanted in mended.fixed.source, (why, mended.fixed.source)
    assert mended.fixed.source.endswith("We asked the yard.\n"), why
    assert mend(article, REPORT).fixed.source == article, f"{why}: not without being asked"


def test_a_negation_left_out_is_never_covered_by_an_ellipsis() -> None:
    original = "The commission does not believe that the seal of the pump failed before the storm in May."
    article = quoting("The commission does believe that the seal of the pump failed before the storm in May.")
    assert article == mend(article, original).fixed.source
    assert "does not believe" in mend(article, original, unsafe=True).fixed.source


@pytest.mark.parametrize(
    ("article", "name", "wanted", "why"),
    [
        (
            "The report says:\n\n> The pump was repaired in the spring\n> by two men from the yard.\n",
            MARKDOWN,
            "> The pump was repaired in the spring …\n> by two men from the yard.\n",
            "before the line end of a block quotation",
        ),
        (
            f"<p>The report says: &ldquo;{STRESSED}&rdquo;</p>",
            HTML,
            "from the yard.&rdquo; (emphasis added)</p>",
            "behind an entity",
        ),
        (
            f"<blockquote><p><i>{STRESSED}</i></p></blockquote>",
            HTML,
            "from the yard.</i> (emphasis added)</p>",
            "behind the emphasis of a whole block",
        ),
        (
            "The report says: *“The pump was repaired in the spring by two men from the yard.”*\n",
            MARKDOWN,
            "in the spring … by",
            "inside italics",
        ),
        (
            'The report says: "The pump was repaired in the spring by two men from the yard."\nThe board ... is silent.\n',
            PLAIN,
            'in the spring ... by two men from the yard."',
            "the form that the article uses",
        ),
        (
            GERMAN,
            MARKDOWN,
            "yard.“ (Hervorhebung hinzugefügt) Danach",
            "in the article's language",
        ),
        (
            "The report says that “the old motor *may* run for another ten years” (Lund 2020, 4).\n",
            MARKDOWN,
            "ten years” (Lund 2020, 4; emphasis added).",
            "in the citation's own parenthesis",
        ),
    ],
)
def test_formats(article: str, name: str, wanted: str, why: str) -> None:
    mended = mend(article, REPORT, name=name)
    assert wanted in mended.fixed.source, (why, mended.fixed.source, mended.fixed.withheld)


def test_what_an_ellipsis_hides_is_put_back_only_as_words() -> None:
    original = "The commission believes that the seal did not, as some fear, fail in May."
    article = quoting("The commission believes that the seal did … fail in May.")
    assert article == mend(article, original).fixed.source
    assert quoting(original) == mend(article, original, unsafe=True).fixed.source


def test_a_quotation_never_begins_with_half_of_what_the_original_says() -> None:
    article = quoting("Somebody open the gate before the water has gone down.")
    mended = mend(article, REPORT, unsafe=True)
    assert article == mended.fixed.source, "what stands before “open” in the original is only half of it"
    assert mended.before.findings
    split = "The plan may, unless the council objects, be put to the vote in June."
    mended = mend(quoting("The plan may be put to the vote in June."), split, unsafe=True)
    assert "[T]he council objects" not in mended.fixed.source


def test_emphasis_is_set_as_the_original_sets_it() -> None:
    original = REPORT.replace("may run", "<em>may</em> run")
    for name, wanted in ((MARKDOWN, "motor *may* run"), (HTML, "motor <em>may</em> run")):
        mended = mend(
            quoting("The engineer said that the old motor may run for another ten years."),
            f"<p>{original}</p>",
            name=name,
            unsafe=True,
        )
        assert wanted in mended.fixed.source, name


def test_code_and_what_is_allowed_stay() -> None:
    code = "```\n“The pump was repaired in the spring by two men from the yard.”\n```\n"
    allowed = '<!-- fidelity: allow unmarked-omission "the yard agreed" -->\n\n' + quoting(
        "The pump was repaired in the spring by two men from the yard."
    )
    for article in (code, allowed):
        assert article == mend(article, REPORT, unsafe=True).fixed.source
