"""`fidelity check --fix`, `--unsafe-fixes` and `--diff` as people run them."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

WITH = ("--originals", "originals/pump.md")
ORIGINAL = (
    "The pump was repaired in the spring of last year by two men from the yard. "
    "Nobody should open the gate before the water has gone down.\n"
)
ARTICLE = (
    "# The pump\n\nThe report says: “The pump was *repaired* in the spring by two men from the yard.”\n\n"
    "> Nobody should open the gate after the water has gone down.\n"
)
SAFE = ARTICLE.replace("the spring by", "the spring … by").replace("yard.”", "yard.” (emphasis added)")
WORDS = SAFE.replace("after the water", "before the water")


@pytest.fixture
def article(newsroom: Path) -> Path:
    (newsroom / "originals" / "pump.md").write_text(ORIGINAL, "utf-8")
    file = newsroom / "article.md"
    file.write_text(ARTICLE, "utf-8")
    return file


def test_safe_fixes_are_written_and_the_rest_is_reported(fidelity: Run, article: Path) -> None:
    done = fidelity("check", "article.md", *WITH, "--fix", "--output-format", "concise")
    assert SAFE == article.read_text("utf-8")
    assert 1 == done.returncode
    assert b"unmarked-omission" not in done.stdout
    assert b"undeclared-emphasis" not in done.stdout
    assert b"altered-wording" in done.stdout or b"changed-" in done.stdout
    assert "fixed 2 findings in 1 article: 1 undeclared-emphasis, 1 unmarked-omission." in done.stderr.decode()
    assert "--unsafe-fixes" in done.stderr.decode()


def test_the_originals_words(fidelity: Run, article: Path) -> None:
    done = fidelity("check", "article.md", *WITH, "--fix", "--unsafe-fixes")
    assert WORDS == article.read_text("utf-8")
    assert 0 == done.returncode, "nothing is left"
    again = fidelity("check", "article.md", *WITH, "--fix", "--unsafe-fixes")
    assert b"fixed" not in again.stderr
    assert WORDS == article.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("--diff",), 1, "something would change"),
        (("--diff", "--exit-zero"), 0, "asked not to count"),
        (("--diff", "--fix"), 1, "a diff writes nothing, whatever else is said"),
        (("--diff", "--select", "changed-name"), 0, "nothing would change"),
    ],
)
def test_a_diff_writes_nothing(fidelity: Run, article: Path, words: tuple[str, ...], code: int, why: str) -> None:
    done = fidelity("check", "article.md", *WITH, *words)
    assert code == done.returncode, why
    assert ARTICLE == article.read_text("utf-8"), why
    assert (b"+++ article.md" in done.stdout) == ("--select" not in words), why


@pytest.mark.parametrize(
    ("tool", "text", "why"),
    [
        ("patch", ARTICLE.encode(), "as most files are"),
        ("git", ARTICLE.replace("\n", "\r\n").encode(), "line ends of Windows"),
        ("patch", ARTICLE.encode().replace(b"\n\n", b"\r\n\n", 1), "mixed line ends"),
        ("git", ARTICLE.rstrip().encode(), "no line end at the end"),
        ("patch", ARTICLE.rstrip().encode("utf-8-sig"), "a byte-order mark"),
        ("git", ARTICLE.replace("#", "# Größe:").encode("cp1252"), "an older encoding"),
    ],
)
def test_the_diff_is_what_is_written(fidelity: Run, article: Path, tool: str, text: bytes, why: str) -> None:
    if shutil.which(tool) is None:
        pytest.fail(f"the test needs {tool}")
    article.write_bytes(text)
    diff = fidelity("check", "article.md", *WITH, "--diff", "--unsafe-fixes").stdout
    command = ["patch", "-p0", "--binary", "-s"] if tool == "patch" else ["git", "apply", "-p0", "--whitespace=nowarn", "-"]
    subprocess.run(command, input=diff, cwd=article.parent, check=True, capture_output=True)
    patched = article.read_bytes()
    article.write_bytes(text)
    fidelity("check", "article.md", *WITH, "--fix", "--unsafe-fixes")
    assert patched == article.read_bytes() != text, why
    assert text.count(b"\r") == patched.count(b"\r"), why


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-be"])
def test_a_diff_of_wide_characters_is_text(fidelity: Run, article: Path, encoding: str) -> None:
    plain = fidelity("check", "article.md", *WITH, "--diff").stdout
    mark = "\ufeff" if encoding.endswith("be") else ""
    article.write_bytes((mark + ARTICLE).encode(encoding))
    told = fidelity("check", "article.md", *WITH, "--diff").stdout
    assert plain.decode().splitlines()[2:] == told.decode().replace("\ufeff", "").splitlines()[2:]


def test_utf_16(fidelity: Run, article: Path) -> None:
    article.write_bytes(ARTICLE.encode("utf-16"))
    fidelity("check", "article.md", *WITH, "--fix")
    assert SAFE.encode("utf-16") == article.read_bytes()


def test_standard_input_comes_out_fixed(fidelity: Run, article: Path) -> None:
    done = fidelity("check", "-", *WITH, "--fix", stdin=ARTICLE.encode())
    assert SAFE == done.stdout.decode()
    assert 1 == done.returncode
    assert b"fixed 2 findings" in done.stderr
    whole = fidelity("check", "-", *WITH, "--fix", "--unsafe-fixes", stdin=WORDS.encode())
    assert WORDS == whole.stdout.decode(), "what needs no fix comes out as it came"
    diff = fidelity("check", "-", *WITH, "--diff", "--stdin-filename", "draft.md", stdin=ARTICLE.encode())
    assert b"+++ draft.md\n" in diff.stdout
    assert ARTICLE == article.read_text("utf-8")


def test_originals_are_never_written(fidelity: Run, article: Path) -> None:
    before = {file: file.read_bytes() for file in sorted((article.parent / "originals").iterdir())}
    fidelity("check", "article.md", "--originals", "originals", "--fix", "--unsafe-fixes")
    assert before == {file: file.read_bytes() for file in sorted((article.parent / "originals").iterdir())}


def test_an_article_among_the_originals_is_one_of_them(fidelity: Run, article: Path) -> None:
    done = fidelity("check", "article.md", "--originals", ".", "--fix")
    assert ARTICLE == article.read_text("utf-8")
    assert b"article.md: it lies among the originals, which are never written" in done.stderr


def test_a_read_only_file_is_told_of(fidelity: Run, article: Path) -> None:
    article.chmod(0o444)
    done = fidelity("check", "article.md", *WITH, "--fix")
    assert ARTICLE == article.read_text("utf-8")
    assert 1 == done.returncode
    assert b"article.md: nothing was fixed: it is read-only" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_word_document_is_told_of(fidelity: Run, article: Path) -> None:
    words = "The report on the pump says: “The pump was repaired in the spring by two men from the yard.”"
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    path = article.with_name("letter.docx")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{name}"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>',
        )
    before = path.read_bytes()
    done = fidelity("check", "letter.docx", *WITH, "--fix")
    assert before == path.read_bytes()
    assert b"letter.docx: a Word document (DOCX) is never written" in done.stderr


def test_what_was_accepted_is_not_fixed(fidelity: Run, article: Path) -> None:
    allowed = '<!-- fidelity: allow unmarked-omission "by leave of the yard" -->\n' + ARTICLE
    article.write_text(allowed, "utf-8")
    fidelity("check", "article.md", *WITH, "--fix")
    assert allowed.replace("yard.”", "yard.” (emphasis added)") == article.read_text("utf-8")


def test_the_hint_is_on_standard_error_alone(fidelity: Run, article: Path) -> None:
    done = fidelity("check", "article.md", *WITH)
    assert "2 findings can be fixed with --fix (1 more with --fix --unsafe-fixes" in done.stderr.decode()
    assert b"--fix" not in done.stdout
    assert b"--fix" not in fidelity("check", "article.md", *WITH, "--output-format", "json").stderr
    assert article.exists()
