from __future__ import annotations

import re

import pytest
from by_hand import at, edit, match, quote, stress

from fidelity.model import EditKind, EmphasisStatus, Mark, ReportedAside, ReportedEdit, Side
from fidelity.report.html.manual import helps
from fidelity.report.html.sides import article_side, nearest_side, original_side
from fidelity.report.look import RulePage
from fidelity.report.marked import JOINT

PLACE = '<span class="gone" role="img" aria-label="words left out here">‸</span>'


@pytest.mark.parametrize(
    ("kind", "here", "there", "mark", "article", "original", "why"),
    [
        ("substitution", "8", "9", None, "at <ins>8</ins> now", "at <del>9</del> now", "another number"),
        ("insertion", "at ", ">now", None, "<ins>at</ins> 8 now", "at 9 now", "words that only the article has"),
        ("omission", ">at ", "9 ", None, f"at {PLACE}8 now", "at <del>9</del> now", "words that only the original has"),
        (
            "substitution",
            "8",
            "9",
            "brackets",
            'at <span class="shown">8</span> now',
            'at <del class="owned">9</del> now',
            "a bracket shows it",
        ),
        (
            "substitution",
            "8",
            "9",
            "declaration",
            'at <ins class="owned">8</ins> now',
            'at <del class="owned">9</del> now',
            "a note declares it",
        ),
        ("move", "8", "9", None, 'at <ins class="moved">8</ins> now', 'at <del class="moved">9</del> now', "moved"),
        ("presentation", "8", "9", None, "at 8 now", "at 9 now", "typography is no difference"),
    ],
)
def test_differences(kind: EditKind, here: str, there: str, mark: Mark | None, article: str, original: str, why: str) -> None:
    mine, was = "at 8 now", "at 9 now"
    found = match(was, edit(kind, (mine, here), (was, there), "minor", None, mark=mark))
    assert f"<mark>{article}</mark>" == article_side(quote(1, "altered", mine, found)), why
    assert f"<mark>{original}</mark>" == original_side(found), why


@pytest.mark.parametrize(
    ("status", "kinds", "was", "declared", "article", "original", "why"),
    [
        (
            "added",
            ("bold",),
            (),
            False,
            '<em class="k-bold odd">two<small class="how">bold added</small></em>',
            '<em class="odd">two<small class="how">plain here</small></em>',
            "added",
        ),
        (
            "added",
            ("italic", "bold"),
            (),
            True,
            '<em class="k-italic k-bold told">two<small class="how">italics, bold added, declared</small></em>',
            '<em class="told">two<small class="how">plain here</small></em>',
            "added and declared is no reproach",
        ),
        (
            "removed",
            (),
            ("italic",),
            False,
            '<em class="odd">two<small class="how">italics lost</small></em>',
            '<em class="k-italic odd">two<small class="how">italics here</small></em>',
            "lost",
        ),
        ("kept", ("bold",), ("bold",), False, '<em class="k-bold">two</em>', '<em class="k-bold">two</em>', "kept"),
        (
            "changed",
            ("bold",),
            ("italic",),
            False,
            '<em class="k-bold odd">two<small class="how">bold, was italics</small></em>',
            '<em class="k-italic odd">two<small class="how">italics here</small></em>',
            "set otherwise",
        ),
        (
            "unknown",
            ("underline",),
            (),
            False,
            '<em class="k-underline told">two<small class="how">underlining: unknown in the original</small></em>',
            "two",
            "unknown is no reproach",
        ),
    ],
)
def test_emphasis(
    status: EmphasisStatus, kinds: tuple[str, ...], was: tuple[str, ...], declared: bool, article: str, original: str, why: str
) -> None:
    text = "one two three"
    run = stress(status, text, text, "two", kinds, was, declared=declared)
    found = match(text)
    assert f"<mark>one {article} three</mark>" == article_side(quote(1, "exact", text, found, emphasis=(run,))), why
    assert f"<mark>one {original} three</mark>" == original_side(found, (run,)), why


@pytest.mark.parametrize(
    ("part", "expected", "why"),
    [
        (
            "one two three",
            'It was <em class="k-bold odd">one </em><ins><em class="k-bold odd">two</em></ins>{> three} here.',
            "emphasis around a difference",
        ),
        (
            "w",
            "It {>w}as one <ins>two</ins> three here.",
            "beside it",
        ),
        (
            "o t",
            'It was one <ins>tw<em class="k-bold odd">o</em></ins>{> t}hree here.',
            "across its end",
        ),
    ],
)
def test_crossing_of_emphasis_and_difference_is_well_nested(part: str, expected: str, why: str) -> None:
    here, there = "It was one two three here.", "It was one too three here."
    found = match(there, edit("substitution", (here, "two"), (there, "too"), "minor", None))
    run = stress("added", here, there, part, ("bold",), (), declared=False)
    labelled = re.sub(r"{>([^}]*)}", r'<em class="k-bold odd">\1<small class="how">bold added</small></em>', expected)
    assert f"<mark>{labelled}</mark>" == article_side(quote(1, "altered", here, found, emphasis=(run,))), why


def test_the_quotation_stands_in_its_paragraph() -> None:
    text = "We sail, at dawn."
    said = quote(
        1, "exact", text, None, before="He said: “", after="” And left.", asides=(ReportedAside((8, 9), "” he added, “"),)
    )
    assert (
        '<span class="ctx">He said: “</span><mark>We sail,<span class="ctx">” he added, “</span>at dawn.</mark>'
        '<span class="ctx">” And left.</span>'
    ) == article_side(said)


def test_the_passage_stands_in_its_context() -> None:
    found = match("B.", before="A. ", after=" C. ")
    expected = '<span class="ctx">… A. </span><mark>B.</mark><span class="ctx"> C. …</span>'
    assert expected == original_side(found) == nearest_side(found)


def test_omitted_words_stand_where_the_joint_would() -> None:
    there = f"They asked{JOINT}for help."
    omitted = ReportedEdit(
        "omission", "material", "ellipsis", Side((5, 6), "…"), Side((7, 20), " in the night "), None, (11, 12), (10, 10)
    )
    assert '<mark>They asked <del class="owned">in the night</del> for help.</mark>' == original_side(match(there, omitted))


def test_long_omissions_are_cut_short_and_counted() -> None:
    words = "word " * 500
    there = f"They {words}asked."
    found = match(there, edit("omission", ("They asked.", ">They "), (there, words), "material", None))
    side = original_side(found)
    assert '<span class="gap">⟨… 428 words …⟩</span>' in side
    assert 72 == side.count("word ") + side.count("word<")


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;", "markup is text"),
        ("a\x1b[1m\u202eb", "a␛[1m⟨U+202E⟩b", "what would steer is shown"),
        ("one\ntwo\n\nthree\n\n\n\nfour", "one two\n\nthree\n\nfour", "lines are set anew, paragraphs stay"),
        ("\ud800", "⟨U+D800⟩", "half a character"),
    ],
)
def test_texts(text: str, expected: str, why: str) -> None:
    assert f"<mark>{expected}</mark>" == article_side(quote(1, "exact", text, None)), why


def test_differences_reach_into_texts_of_strangers() -> None:
    here, there = "a <b>8</b>", "a <i>9</i>"
    found = match(there, edit("substitution", (here, "<b>8</b>"), (there, "<i>9</i>"), "minor", None))
    run = stress("added", here, there, "8", ("bold",), (), declared=False)
    assert (
        '<mark>a <ins>&lt;b&gt;<em class="k-bold odd">8<small class="how">bold added</small></em>&lt;/b&gt;</ins></mark>'
        == article_side(quote(1, "altered", here, found, emphasis=(run,)))
    )


def test_places_outside_the_text_do_no_harm() -> None:
    here = "short"
    broken = ReportedEdit("substitution", "minor", None, Side((0, 99), "x"), Side((0, 99), "y"), None, (2, 99), (50, 99))
    found = match("as short", broken)
    assert "<mark>sh<ins>ort</ins></mark>" == article_side(quote(1, "altered", here, found))
    assert "<mark>as short</mark>" == original_side(found)


def test_spans_are_those_of_the_report() -> None:
    assert (3, 4) == at("at 8 now", "8")


def test_help_of_a_rule() -> None:
    page = RulePage("wording", "Find <it>.", "## What it finds\nWords: `a<b`\nand more.\n\nA second part.\n", "error")
    told = helps("changed-it", page)
    assert "Find <it>." == told.summary
    assert "<p><strong>What it finds.</strong> Words: <code>a&lt;b</code> and more.</p><p>A second part.</p>" == told.body, (
        "the summary is escaped where it is printed"
    )
    assert "<code>fidelity rule changed-it</code> explains it." == helps("changed-it", None).body
