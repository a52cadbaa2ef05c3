"""Word documents: what real programs write, what the format allows, and what strangers send."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import SAMPLES, emphasised, external, linked, p, packed, r, style, told, word_parts
from test_laws import check_laws

from fidelity.read import read, read_file
from fidelity.text.lines import Lines

if TYPE_CHECKING:
    from fidelity.model import Document

RULE = "The hull was last examined in the year 2016, when two plates were renewed."
COUNCIL = (
    "The council met on Monday. Its engineer, Tom Aldous, said that the ferry was not safe, and that nobody should board it"
    " before the hull had been examined."
)
HULL = "The hull has lost a third of its plating. It will not last another winter."
MAYOR = "a great loss, of a small price, of nine winters, of a sound plan and of progress"
PLAIN = "Whoever steps on that ferry in November does so against the plain advice of this office."


def word(body: str, **parts: str) -> Document:
    document = read("a.docx", packed(word_parts(body, **parts)))
    check_laws(document)
    return document


def test_what_libreoffice_writes_is_read() -> None:
    document = read_file(SAMPLES / "ferry-libreoffice.docx")
    check_laws(document)
    assert [
        ("heading", "The ferry at Hallow Point"),
        ("heading", "The last crossing"),
        ("paragraph", COUNCIL),
        ("paragraph 1", HULL),
        ("paragraph 1", "We have said so since 2019."),
        ("paragraph", "His report is on the harbour’s own page.\nIt is a very long one."),
        ("paragraph 2", PLAIN),
        ("paragraph", f"The mayor spoke of {MAYOR}. Ship\xadyards say eight months."),
        ("item", "A new hull: 40,000 crowns"),
        ("item", "A new ferry: 310,000 crowns"),
        ("cell", "2022"),
        ("cell", "9,120"),
        ("paragraph", "The harbour stays open."),
        ("paragraph", "Crossings take nine minutes."),
        ("footnote", RULE),
    ] == told(document)
    assert [
        ("not", "italic"),
        ("nobody", "bold"),
        ("winter", "italic"),  # roman in a style of italics
        ("great loss", "small-caps"),
        ("small", "underline"),
        ("nine", "highlight"),
        ("sound", "letter-spacing"),
        ("progress", "caps"),
        ("two", "italic"),
    ] == emphasised(document)
    assert [("on the harbour’s own page", "https://harbour.example/report?year=2024")] == linked(document)
    call = document.text.index("examined.") + len("examined.")
    assert [((call, call), "note-call", "1")] == [(i.span, i.kind, i.label) for i in document.inlines]
    assert ("The ferry at Hallow Point", "Ida Brandt", "2024-03-05T08:30:00Z", "en-gb") == (
        document.meta.title,
        document.meta.author,
        document.meta.published,
        document.meta.language,
    )
    assert (
        "Positions count in the text taken out of the file, each paragraph a line.",
        "The file holds tracked changes (1 insertion, 1 deletion): it is read as if all were accepted.",
    ) == document.notes
    assert document.emphatic


def test_what_pandoc_writes_is_read() -> None:
    document = read_file(SAMPLES / "ferry-pandoc.docx")
    check_laws(document)
    assert [
        ("heading", "The ferry at Hallow Point"),
        ("paragraph", "Ida Brandt"),
        ("paragraph", "2024-03-05"),
        ("heading", "The last crossing"),
        ("paragraph", COUNCIL),
        ("paragraph 1", HULL),
        ("paragraph 1", "We have said so since 2019."),
        ("paragraph", "His report is on the harbour’s own page."),
        ("heading", "What it would cost"),
        ("item", "A new hull: 40,000 crowns"),
        ("item", "A new ferry: 310,000 crowns"),
        *(("cell", words) for words in ("Year", "Passengers", "2022", "9,120", "2023", "8,455")),
        ("paragraph", "The mayor spoke of a great loss and of a small price. Water is H2O, and the pier measures 12 m2."),
        ("code", "tide = 3"),
        ("footnote", RULE),
    ] == told(document)
    assert [
        ("not", "italic"),
        ("nobody", "bold"),
        ("winter", "italic"),
        ("great loss", "small-caps"),
        ("two", "italic"),
    ] == emphasised(document)
    assert [("on the harbour’s own page", "https://harbour.example/report?year=2024")] == linked(document)
    assert ("The ferry at Hallow Point", "Ida Brandt", "en-gb") == (
        document.meta.title,
        document.meta.author,
        document.meta.language,
    )


def test_a_position_is_a_paragraph_and_a_place_in_it() -> None:
    document = word(p("One.") + p("") + p("Three  four."))
    lines = Lines(document.source)
    at = lines.position(document.origin.start(document.text.index("four")))
    assert (3, 8) == (at.line, at.column)
    assert "One.\n\nThree  four.\n" == document.source
    assert "One.\n\nThree four." == document.text


STYLES = (
    style("Normal", more='w:default="1"')
    + style("Strong Words", "<w:rPr><w:b/></w:rPr>", kind="character")
    + style("Stronger", "<w:rPr><w:i/></w:rPr>", kind="character", base="StrongWords")
    + style("Weaker", '<w:rPr><w:b w:val="0"/></w:rPr>', kind="character", base="StrongWords")
    + style("Emphasis", "<w:rPr><w:i/><w:iCs/></w:rPr>", kind="character")
    + style("Book Title", "<w:rPr><w:b/><w:i/><w:smallCaps/></w:rPr>", kind="character")
    + style("Hyperlink", '<w:rPr><w:u w:val="single"/></w:rPr>', kind="character")
    + style("Slanted", "<w:rPr><w:i/></w:rPr>")
    + style("Loud", "<w:rPr><w:b/></w:rPr>", base="Slanted")
)


@pytest.mark.parametrize(
    ("run", "expected", "why"),
    [
        ("<w:b/>", "bold", "a property of its own"),
        ('<w:b w:val="true"/><w:i w:val="on"/>', "italic bold", "true and on"),
        ('<w:b w:val="0"/><w:i w:val="false"/>', "", "switched off"),
        ('<w:u w:val="single"/>', "underline", "a line"),
        ('<w:u w:val="none"/>', "", "no line"),
        ('<w:highlight w:val="yellow"/>', "highlight", "a marker"),
        ('<w:highlight w:val="none"/>', "", "no marker"),
        ('<w:shd w:val="clear" w:fill="FFFF00"/>', "highlight", "a ground"),
        ('<w:shd w:val="clear" w:fill="auto"/>', "", "no ground"),
        ('<w:shd w:val="clear" w:fill="FAFAFA"/>', "", "the colour of paper"),
        ('<w:highlight w:val="green"/><w:shd w:fill="FFFFFF"/>', "highlight", "a marker on white ground"),
        ("<w:smallCaps/>", "small-caps", "small capitals"),
        ("<w:caps/>", "caps", "capitals"),
        ('<w:spacing w:val="60"/>', "letter-spacing", "three points"),
        ('<w:spacing w:val="4"/>', "", "a fifth of a point is nothing that anyone sees"),
        ('<w:em w:val="dot"/>', "underline", "the dots of East Asian emphasis"),
        ("<w:strike/>", "", "struck out words are not emphasised"),
        ('<w:rStyle w:val="StrongWords"/>', "bold", "a style of characters"),
        ('<w:rStyle w:val="Stronger"/>', "italic bold", "a style upon a style"),
        ('<w:rStyle w:val="Weaker"/>', "", "a style that takes off what the one below puts on"),
        ('<w:rStyle w:val="StrongWords"/><w:b w:val="0"/>', "", "the run has the last word"),
        ('<w:rStyle w:val="BookTitle"/>', "", "works are set off, not emphasised"),
        ('<w:rStyle w:val="Hyperlink"/>', "", "links too"),
        ('<w:rStyle w:val="Nowhere"/>', "", "a style that is not there"),
        ("<w:iCs/><w:bCs/>", "", "only for Arabic and the like"),
        ("<w:rtl/><w:bCs/><w:i/>", "bold", "Arabic has bold and italics of its own"),
        ('<w:rPrChange w:id="1"><w:rPr><w:b/></w:rPr></w:rPrChange>', "", "what it was before the change"),
    ],
)
def test_what_sets_words_off(run: str, expected: str, why: str) -> None:
    document = word(p(r("The ferry ") + r("left", run) + r(" at nine.")), styles=STYLES)
    assert ([("left", expected)] if expected else []) == emphasised(document), why


@pytest.mark.parametrize(
    ("style_name", "run", "expected", "why"),
    [
        ("Slanted", "", "", "what a whole paragraph is set in"),
        ("Slanted", '<w:rStyle w:val="Emphasis"/>', "italic", "italics in italics are roman"),
        ("Slanted", '<w:i w:val="0"/>', "italic", "roman in italics"),
        ("Slanted", "<w:i/>", "", "italics in italics that stay so"),
        ("Loud", '<w:i w:val="0"/><w:b w:val="0"/>', "italic bold", "a style upon a style"),
        ("Loud", '<w:rStyle w:val="StrongWords"/>', "bold", "bold in bold is light"),
        ("", '<w:rStyle w:val="Emphasis"/>', "italic", "in a paragraph without a style"),
    ],
)
def test_emphasis_is_what_differs_from_the_paragraph(style_name: str, run: str, expected: str, why: str) -> None:
    document = word(p(r("The ferry ") + r("left", run) + r(" at nine."), style=style_name), styles=STYLES)
    assert ([("left", expected)] if expected else []) == emphasised(document), why


def test_bold_by_default_is_no_emphasis() -> None:
    defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault></w:docDefaults>"
    document = word(p(r("All bold, ") + r("but this", '<w:b w:val="0"/>')), styles=defaults)
    assert [("but this", "bold")] == emphasised(document)


@pytest.mark.parametrize(
    ("styles", "properties", "expected", "why"),
    [
        (style("heading 1"), "", "heading", "Word's own name"),
        (style("Überschrift 2"), "", "heading", "German"),
        (style("Titre 3"), "", "heading", "French"),
        (style("Mine", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'), "", "heading", "by its level"),
        (style("Base", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>') + style("Mine", base="Base"), "", "heading", "by its base"),
        (style("Mine"), '<w:outlineLvl w:val="0"/>', "heading", "by its own level"),
        (style("heading 1"), '<w:outlineLvl w:val="9"/>', "paragraph", "body text, though it looks like a heading"),
        (style("Title"), "", "heading", "the title"),
        (style("Quote"), "", "paragraph 1", "a quotation"),
        (style("Intense Quote"), "", "paragraph 1", "another one"),
        (style("Block Text"), "", "paragraph 1", "pandoc's and Word's"),
        (style("Zitat"), "", "paragraph 1", "German"),
        (style("Citation"), "", "paragraph 1", "French"),
        (style("Cita destacada"), "", "paragraph 1", "Spanish"),
        (style("Quote") + style("My own", base="Quote"), "", "paragraph 1", "a style made from it"),
        (style("caption"), "", "caption", "a caption"),
        (style("Quote") + style("caption", base="Quote"), "", "caption", "a caption made from the style of quotations"),
        (style("toc 2"), "", "furniture", "the table of contents"),
        (style("HTML Preformatted"), "", "code", "code"),
        (style("List Paragraph"), '<w:numPr><w:numId w:val="3"/></w:numPr>', "item", "an item"),
        (style("L", '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'), "", "item", "an item by its style"),
        (
            style("L", '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'),
            '<w:numPr><w:numId w:val="0"/></w:numPr>',
            "paragraph",
            "no item, though its style is",
        ),
        (style("Quoted speech"), "", "paragraph", "a name that only begins so"),
    ],
)
def test_what_a_paragraph_is(styles: str, properties: str, expected: str, why: str) -> None:
    name = styles.rpartition('w:styleId="')[2].partition('"')[0]
    document = word(p("The ferry left at nine.", style=name, properties=properties), styles=styles)
    assert [(expected, "The ferry left at nine.")] == told(document), why


def test_a_style_that_is_not_defined_is_known_by_its_identifier() -> None:
    document = word(p("A heading", style="Heading1") + p("A quotation", style="IntenseQuote"))
    assert [("heading", "A heading"), ("paragraph 1", "A quotation")] == told(document)


def test_quotations_that_touch_are_one_unless_another_style_or_paragraph_stands_between() -> None:
    styles = style("Quote") + style("Intense Quote")
    body = [("One", "Quote"), ("Two", "Quote"), ("Three", ""), ("Four", "Quote"), ("Five", "IntenseQuote")]
    document = word("".join(p(words, style=name) for words, name in body), styles=styles)
    assert [1, 1, 0, 2, 3] == [block.quote for block in document.blocks]


BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
UNDERLINED = '<w:u w:val="single"/>'
RAISED = '<w:vertAlign w:val="superscript"/>'
LONG = "The harbour master keeps a book of every crossing, and in it the words are plain. "


@pytest.mark.parametrize(
    ("indent", "expected", "why"),
    [
        ('<w:ind w:left="720" w:right="720"/>', True, "half an inch on both sides"),
        ('<w:ind w:start="567" w:end="567"/>', True, "the same in the newer spelling"),
        ('<w:ind w:left="720"/>', False, "on one side only"),
        ('<w:ind w:left="100" w:right="100"/>', False, "hardly"),
        ('<w:ind w:left="720" w:right="720"/><w:jc w:val="center"/>', False, "centred lines are mottoes and notices"),
        ('<w:ind w:left="720" w:right="720"/><w:numPr><w:numId w:val="1"/></w:numPr>', False, "items are set in"),
    ],
)
def test_what_is_set_in_on_both_sides_is_a_quotation(indent: str, expected: bool, why: str) -> None:
    body = p(LONG * 3) + p(LONG, properties=indent) + p(LONG * 2)
    assert [False, expected, False] == [block.quote > 0 for block in word(body).blocks], why


def test_a_document_that_is_set_in_as_a_whole_quotes_nobody() -> None:
    body = p(LONG, properties='<w:ind w:left="720" w:right="720"/>') * 4
    assert [0, 0, 0, 0] == [block.quote for block in word(body).blocks]


@pytest.mark.parametrize(
    ("inside", "expected", "why"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a b", "a tab"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a\nb", "a line break"),
        ("<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t></w:r>", "a\nb", "the same"),
        ('<w:r><w:t>a</w:t><w:br w:type="page"/></w:r>', "a", "a page break"),
        ("<w:r><w:t>ferry</w:t><w:noBreakHyphen/><w:t>man</w:t></w:r>", "ferry\u2011man", "a hyphen that keeps words together"),
        ("<w:r><w:t>ferry</w:t><w:softHyphen/><w:t>man</w:t></w:r>", "ferry\xadman", "a hyphen that may show"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "α", "a sign of the font Symbol"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', "→", "a sign of Wingdings"),
        ('<w:r><w:t>a</w:t><w:sym w:font="Webdings" w:char="F0E0"/></w:r>', "a", "a sign that nobody knows"),
        ('<w:r><w:sym w:font="Arial" w:char="2014"/></w:r>', "—", "a sign of a plain font"),
        ('<w:r><w:t>a</w:t><w:sym w:font="Arial" w:char="x"/></w:r>', "a", "no number"),
        ("<w:r><w:t> a </w:t></w:r><w:r><w:t>b</w:t></w:r>", "ab", "space that is not to be kept"),
        (r("a ") + r("b"), "a b", "space that is"),
        (r("seen") + r(" unseen", "<w:vanish/>"), "seen", "hidden words"),
        (r("a ") + f'<w:ins w:id="1" w:author="x">{r("new ")}</w:ins>' + r("b"), "a new b", "an insertion"),
        (
            r("a ") + '<w:del w:id="1" w:author="x"><w:r><w:delText>old </w:delText></w:r></w:del>' + r("b"),
            "a b",
            "a deletion",
        ),
        (f'<w:moveFrom w:id="1">{r("here ")}</w:moveFrom><w:moveTo w:id="2">{r("there")}</w:moveTo>', "there", "words moved"),
        (f"<w:smartTag>{r('a')}</w:smartTag><w:customXml>{r('b')}</w:customXml>", "ab", "marks of no meaning"),
        (f"<w:bdo>{r('a')}</w:bdo>", "a", "a direction"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('a')}</w:sdtContent></w:sdt>", "a", "a control"),
        (
            f"{r('a')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Click here')}</w:sdtContent></w:sdt>",
            "a",
            "a control that nobody has filled in",
        ),
        (
            f"<w:r><w:ruby><w:rt>{r('above')}</w:rt><w:rubyBase>{r('word')}</w:rubyBase></w:ruby></w:r>",
            "word",
            "a reading above a word",
        ),
        ("<m:oMath><m:r><m:t>x=</m:t></m:r><m:r><m:t>2</m:t></m:r></m:oMath>", "x=2", "a formula"),
        (
            "<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:t>☺</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "☺",
            "a sign that only new programs can draw",
        ),
        (r("a") + '<w:r><w:commentReference w:id="0"/></w:r>', "a", "a comment"),
        (
            f"{BEGIN}<w:r><w:instrText> PAGE </w:instrText></w:r>{SEPARATE}<w:r><w:t>7</w:t></w:r>{END}",
            "7",
            "a field: its result, not its instruction",
        ),
        (
            f'{BEGIN}<w:r><w:instrText> XE "ferry" </w:instrText></w:r>{END}{r("a")}',
            "a",
            "a field without a result",
        ),
        (
            (
                f"{BEGIN}<w:r><w:instrText>IF </w:instrText></w:r>{BEGIN}<w:r><w:instrText>DATE</w:instrText></w:r>{SEPARATE}"
                f"{r('unseen')}{END}{SEPARATE}{r('seen')}{END}"
            ),
            "seen",
            "a field in the instruction of a field",
        ),
    ],
)
def test_what_is_text(inside: str, expected: str, why: str) -> None:
    assert expected == word(p(inside)).text, why


def test_a_field_that_does_not_end_swallows_only_its_paragraph() -> None:
    document = word(p('<w:r><w:fldChar w:fldCharType="begin"/><w:t>lost</w:t></w:r>') + p("kept"))
    assert "kept" == document.text


@pytest.mark.parametrize(
    ("inside", "expected", "why"),
    [
        (f'<w:hyperlink r:id="l1">{r("page", UNDERLINED)}</w:hyperlink>', "https://a.example/?x=1&y", "a link"),
        (f'<w:hyperlink r:id="l1" w:anchor="two">{r("page")}</w:hyperlink>', "https://a.example/?x=1&y#two", "with a place"),
        (f'<w:hyperlink w:anchor="two">{r("page")}</w:hyperlink>', "#two", "a place in the document"),
        (
            f"<w:fldSimple w:instr=' HYPERLINK \"https://b.example/\" '>{r('page')}</w:fldSimple>",
            "https://b.example/",
            "a field",
        ),
        (
            (
                f'{BEGIN}<w:r><w:instrText> HYPERLINK "https://c.example/</w:instrText></w:r>'
                f'<w:r><w:instrText>x" \\l "two" \\o "Tip" </w:instrText></w:r>{SEPARATE}{r("page")}{END}'
            ),
            "https://c.example/x#two",
            "a field in pieces, with a place and a tip",
        ),
    ],
)
def test_links_lead_where_they_say(inside: str, expected: str, why: str) -> None:
    document = word(p(r("On the ") + inside + r(".")), links=external("l1", "https://a.example/?x=1&amp;y"))
    assert [("page", expected)] == linked(document), why
    assert "On the page." == document.text
    assert [] == emphasised(document)


def test_notes_follow_the_text_in_the_order_of_their_calls() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('A box.')}</w:txbxContent></w:pict></w:r>"
    footnotes = (
        f'<w:footnote w:type="separator" w:id="-1">{p("no note")}</w:footnote>'
        f'<w:footnote w:id="5">{p("<w:r><w:footnoteRef/></w:r>" + r(" Of wood."))}</w:footnote>'
        f'<w:footnote w:id="4">{p(r("*", RAISED) + r(" In 1903."))}</w:footnote>'
        f'<w:footnote w:id="6">{p(r("Of iron.") + box)}</w:footnote><w:footnote w:id="9">{p("never called")}</w:footnote>'
    )
    body = p(
        r("Built")
        + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r>'
        + r(" by hand")
        + '<w:r><w:footnoteReference w:id="5"/><w:footnoteReference w:id="6"/></w:r>'
        + r(".")
    )
    document = word(body, footnotes=footnotes)
    assert ("paragraph", "Built by hand.") == told(document)[0]
    assert ["In 1903.", "Of wood.", "Of iron.", "A box."] == [words for kind, words in told(document) if kind == "footnote"]
    assert [((5, 5), "*"), ((13, 13), "1"), ((13, 13), "2")] == [(inline.span, inline.label) for inline in document.inlines]


def test_a_number_raised_by_hand_is_the_call_of_a_note() -> None:
    higher = '<w:position w:val="8"/><w:sz w:val="14"/>'
    document = word(p(r("The ferry left") + r("3", RAISED) + r(" at nine.") + r("4", higher) + r(" 40 m") + r("2", RAISED)))
    assert "The ferry left at nine. 40 m2" == document.text
    assert ["3", "4"] == [inline.label for inline in document.inlines]


def test_tables_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    drawn = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    inner = f"<w:tbl><w:tr><w:tc>{p('Inner')}</w:tc></w:tr></w:tbl>"
    table = (
        f"<w:tbl><w:tr><w:tc>{p('A')}{p('B')}</w:tc><w:tc>{inner}{p('C')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('Deleted')}</w:tc></w:tr></w:tbl>"
    )
    document = word(p(r("Before ") + f"<w:r>{drawn}</w:r>" + r("after.")) + table + p("End."))
    assert [
        ("paragraph", "Before after."),
        ("paragraph", "In the box."),
        ("cell", "A"),
        ("cell", "B"),
        ("cell", "Inner"),
        ("cell", "C"),
        ("paragraph", "End."),
    ] == told(document)


def test_a_text_box_in_a_text_box_is_read_once() -> None:
    inner = f"<w:r><w:pict><w:txbxContent>{p('Inner.')}</w:txbxContent></w:pict></w:r>"
    outer = f"<w:r><w:pict><w:txbxContent>{p(r('Outer.') + inner)}</w:txbxContent></w:pict></w:r>"
    assert ["Text.", "Outer.", "Inner."] == [words for _, words in told(word(p(r("Text.") + outer)))]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert [("paragraph", "One two.")] == told(word(p("One ", properties=mark) + p("two.")))


def test_a_large_first_letter_belongs_to_its_word() -> None:
    letter = '<w:framePr w:dropCap="drop" w:lines="3"/>'
    assert [("paragraph", "The ferry left.")] == told(word(p("T", properties=letter) + p("he ferry left.")))


def test_a_table_of_contents_is_furniture_by_its_control() -> None:
    control = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    document = word(f"<w:sdt>{control}<w:sdtContent>{p('One ... 3')}</w:sdtContent></w:sdt>" + p("Text."))
    assert [("furniture", "One ... 3"), ("paragraph", "Text.")] == told(document)


def test_the_strict_spelling_of_the_format_is_read() -> None:
    parts = word_parts(p(r("The ferry ") + r("left", "<w:i/>")), styles=STYLES)
    word_processing = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    strict: dict[str, bytes | str] = {
        name: str(content)
        .replace(word_processing, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace(office, "http://purl.oclc.org/ooxml/officeDocument")
        for name, content in parts.items()
    }
    document = read("a.docx", packed(strict))
    assert "The ferry left" == document.text
    assert [("left", "italic")] == emphasised(document)


@pytest.mark.parametrize(
    ("core", "body", "title", "author", "why"),
    [
        ("<dc:title>The ferry</dc:title><dc:creator>Ida Brandt</dc:creator>", p("x"), "The ferry", "Ida Brandt", "as said"),
        (
            "<dc:title>Microsoft Word - x.doc</dc:title><dc:creator>Un-named</dc:creator>",
            p("x"),
            None,
            None,
            "said by programs",
        ),
        ("<dc:title>Old</dc:title>", p("New", style="Title"), "New", None, "the title that a reader sees"),
        ("", p("A heading", style="Heading1") + p("x"), "A heading", None, "the first heading"),
        ("", p("Ida Brandt", style="Author") + p("x"), None, "Ida Brandt", "a line of its own"),
    ],
)
def test_what_a_document_says_of_itself(core: str, body: str, title: str | None, author: str | None, why: str) -> None:
    meta = word(body, core=core).meta
    assert (title, author) == (meta.title, meta.author), why


@pytest.mark.parametrize(
    ("styles", "run", "words", "expected", "why"),
    [
        ("en-US", "", "The ferry left at nine and it was not the last one of the day.", "en-us", "as the styles say"),
        ("en-US", "", "Die Fähre ist um neun gefahren, und sie war nicht die letzte an dem Tag.", "de", "words against styles"),
        ("en-US", "de-DE", "Die Fähre", "de-de", "as the words themselves say"),
        ("", "", "Die Fähre ist um neun gefahren, und sie war nicht die letzte an dem Tag.", "de", "nothing is said"),
    ],
)
def test_the_language_is_that_of_most_words(styles: str, run: str, words: str, expected: str, why: str) -> None:
    language = f'<w:lang w:val="{styles}"/>' if styles else ""
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{language}</w:rPr></w:rPrDefault></w:docDefaults>"
    document = word(p(r(words, f'<w:lang w:val="{run}"/>' if run else "")), styles=defaults)
    assert expected == document.meta.language, why


LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WHOLE = word_parts(p("The ferry left at nine."))
DOCUMENT = str(WHOLE["word/document.xml"])


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"word/document.xml": LAUGHS + DOCUMENT.replace("nine", "&c;")}, "declares entities"),
        ({"word/document.xml": OUTSIDE + DOCUMENT.replace("nine", "&a;")}, "declares entities"),
        ({"word/styles.xml": LAUGHS + "<s>&c;</s>"}, "declares entities"),
        ({"word/document.xml": DOCUMENT[:-30]}, "“word/document.xml” of the file is damaged or cut off"),
        ({"word/document.xml": DOCUMENT.replace("nine", "&nine;")}, "“word/document.xml” of the file is damaged"),
        ({"word/document.xml": b""}, "“word/document.xml” of the file is damaged"),
        ({"word/document.xml": b"\xff\xfe\x00" * 50}, "“word/document.xml” of the file is damaged"),
        ({"word/document.xml": DOCUMENT.replace("<w:p>", "<w:tbl>" * 5000 + "<w:p>")}, "nested too deeply"),
        ({"word/document.xml": DOCUMENT.replace("nine", " " * 9_000_000)}, "as no text does"),
        ({"word/document.xml": DOCUMENT.replace("The ferry left at nine.", "")}, "no words in it"),
        ({"_rels/.rels": "<r", "word/document.xml": DOCUMENT}, "“_rels/.rels” of the file is damaged"),
    ],
)
def test_what_is_damaged_or_hostile_is_told(parts: dict[str, bytes | str], sentence: str) -> None:
    document = read("a.docx", packed({**WHOLE, **parts}))
    assert sentence in (document.problem or "")
    assert "" == document.text


def test_a_document_type_from_outside_is_not_fetched() -> None:
    document = read("a.docx", packed({**WHOLE, "word/document.xml": '<!DOCTYPE w SYSTEM "http://x.example/x.dtd">' + DOCUMENT}))
    assert "The ferry left at nine." == document.text


@pytest.mark.parametrize("kept", [0.01, 0.2, 0.5, 0.8, 0.99, 0.999])
@pytest.mark.parametrize("name", ["ferry-pandoc.docx", "ferry-libreoffice.docx"])
def test_a_file_that_is_cut_off_is_told(name: str, kept: float) -> None:
    data = (SAMPLES / name).read_bytes()
    document = read(name, data[: int(kept * len(data))])
    assert "damaged or cut off; get it anew" in (document.problem or "")


@pytest.mark.parametrize(
    ("name", "why"), [("a.pdf", "PDF"), ("a.txt", "text"), ("a.html", "a page"), ("a", "no suffix"), ("a.epub", "a book")]
)
def test_a_wrong_name_does_not_matter(name: str, why: str) -> None:
    assert "The ferry left at nine." == read(name, packed(WHOLE)).text, why


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{\\rtf1 The ferry left at nine.}", "no Word document (DOCX), though its name says so"),
        (b"The ferry left at nine.", "no Word document (DOCX), though its name says so"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old Word file (DOC)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (packed({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "an Excel workbook, not a Word document"),
        (packed({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "a PowerPoint presentation"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "an OpenDocument file"),
        (packed({"a.txt": "The ferry"}), "a ZIP file, not a Word document"),
        (packed({"../word/document.xml": DOCUMENT, "[Content_Types].xml": "<a/>"}), "a ZIP file, not a Word document"),
    ],
)
def test_what_is_no_word_document_is_told(data: bytes, sentence: str) -> None:
    assert sentence in (read("a.docx", data).problem or "")


def test_an_encrypted_member_is_told() -> None:
    data = bytearray(packed(WHOLE))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        where = data.find(sign)
        while where >= 0:
            data[where + at] |= 1
            where = data.find(sign, where + 4)
    assert "encrypted" in (read("a.docx", bytes(data)).problem or "")


PIECES = [
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>word</w:t>", "<w:t> </w:t>", "<w:br/>", "<w:tab/>", "<w:rPr><w:b/></w:rPr>",
    "<w:rPr><w:i/><w:vertAlign w:val='superscript'/></w:rPr>", "<w:t>2</w:t>", "<w:hyperlink w:anchor='fn1'>", "</w:hyperlink>",
    "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", "<w:pPr><w:pStyle w:val='Quote'/></w:pPr>", "<w:footnoteReference/>",
    "<w:pPr><w:pStyle w:val='HTMLPreformatted'/></w:pPr>", "<w:fldChar w:fldCharType='begin'/>", "<w:noBreakHyphen/>",
    "<w:fldChar w:fldCharType='separate'/>", "<w:fldChar w:fldCharType='end'/>", "<w:instrText>HYPERLINK x</w:instrText>",
    "<w:ins>", "</w:ins>", "<w:del>", "</w:del>", "<w:txbxContent>", "</w:txbxContent>", "<w:sdt>", "</w:sdt>",
    "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>", "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
    "<w:t>zwölf\u2028</w:t>",
]  # fmt: skip


def closed(pieces: list[str]) -> str:
    """Pieces of XML with each element closed, in order: what comes too early or too late is left out."""
    out: list[str] = []
    opened: list[str] = []
    for piece in pieces:
        if piece.startswith("</"):
            if opened and opened[-1] == piece:
                out.append(piece)
                opened.pop()
        elif piece.endswith("/>") or "</" in piece:
            out.append(piece)
        else:
            out.append(piece)
            names = [part.partition(" ")[0].rstrip(">") for part in piece.split("<")[1:]]
            opened.append("".join(f"</{name}>" for name in reversed(names)))
    return "".join(out) + "".join(reversed(opened))


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(closed))
@settings(max_examples=150, deadline=None)
def test_every_document_keeps_the_laws(body: str) -> None:
    document = read("a.docx", packed(word_parts(p("First.") + f"<w:p>{body}</w:p>" + body)))
    check_laws(document)
    assert document.problem is None
    assert "First." in document.text


@given(st.integers(0, 8000), st.binary(min_size=1, max_size=8))
@settings(max_examples=120, deadline=None)
def test_no_damage_makes_the_reader_raise(at: int, noise: bytes) -> None:
    data = bytearray((SAMPLES / "ferry-libreoffice.docx").read_bytes())
    data[at : at + len(noise)] = noise
    document = read("a.docx", bytes(data))
    check_laws(document)
    assert document.text.strip() or document.problem


def test_many_small_runs_are_one_stretch_of_emphasis() -> None:
    body = "".join(p("".join(r(f"word{i} ", "<w:b/>") for i in range(20))) for _ in range(500))
    document = read("a.docx", packed(word_parts(body)))
    assert 500 == len(document.blocks) == len(document.emphasis)


def test_nothing_need_be_installed_to_read_word_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert "The ferry left at nine." == read("a.docx", packed(WHOLE)).text
