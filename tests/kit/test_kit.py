"""What other people's pipelines take from this project, run as far as that goes without a network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from conftest import HOME
from jsonschema import Draft202012Validator

ACTION = HOME / ".github" / "actions" / "check"
BAD = ["$(touch owned)", "`touch owned`", "x; touch owned", '"; touch owned; "', "--exit-zero", "-o json:owned"]
Done = subprocess.CompletedProcess[bytes]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


@pytest.fixture
def path(newsroom: Path) -> str:
    """A PATH on which `fidelity` is this one."""
    programs = newsroom / ".programs"
    programs.mkdir()
    script = f'#!/bin/sh\nexec "{sys.executable}" -m fidelity "$@"\n'
    (programs / "fidelity").write_text(script)
    (programs / "fidelity").chmod(0o755)
    return f"{programs}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture
def environment(newsroom: Path, path: str) -> dict[str, str]:
    return {"PATH": path, "HOME": str(newsroom), "PYTHONPATH": str(HOME), "LC_ALL": "C.UTF-8"}


# pre-commit


@pytest.fixture
def hooked(newsroom: Path, environment: dict[str, str]) -> Any:
    """Commit with the hook of our own manifest; what it runs is this `fidelity`, so that nothing has to be installed."""

    def git(folder: Path, *words: str) -> Done:
        return subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, check=False)

    ours = newsroom / ".ours"
    ours.mkdir()
    shutil.copy(HOME / ".pre-commit-hooks.yaml", ours)
    for folder in (ours, newsroom):
        git(folder, "init", "--quiet", "--initial-branch=main")
        git(folder, "config", "user.name", "Desk")
        git(folder, "config", "user.email", "desk@newsroom.example")
    git(ours, "add", ".pre-commit-hooks.yaml")
    git(ours, "commit", "--quiet", "-m", "the hook")
    revision = git(ours, "rev-parse", "HEAD").stdout.decode().strip()

    def commit(*names: str, arguments: tuple[str, ...] = ()) -> Done:
        hook = {"id": "fidelity", "language": "unsupported", "args": list(arguments)}
        config = {"repos": [{"repo": str(ours), "rev": revision, "hooks": [hook]}]}
        (newsroom / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        subprocess.run(
            [sys.executable, "-m", "pre_commit", "install"], cwd=newsroom, env=environment, capture_output=True, check=True
        )
        git(newsroom, "add", ".pre-commit-config.yaml", *names)
        return git(newsroom, "commit", "-m", "an article")

    return commit


def test_the_manifest_is_one_for_pre_commit() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOME / ".pre-commit-hooks.yaml")]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (0, b"") == (done.returncode, done.stdout)


@pytest.mark.parametrize(
    ("names", "arguments", "code", "said", "why"),
    [
        (("right.md",), ("--originals", "originals"), 0, b"Passed", "a faithful article"),
        (("wrong.md",), ("--originals=originals",), 1, b"changed-number", "an altered one"),
        (("wrong.md", "right.md"), (), 1, b"2 articles", "both in one run, with the originals beside them"),
        (("wrong.md",), ("--fail-on", "never"), 0, b"Passed", "which is let go"),
        (("originals/bridge.txt",), (), 0, b"Skipped", "originals are no articles"),
        (("binary.md", "right.md"), (), 1, b"The file is binary", "an article that cannot be read"),
    ],
)
def test_pre_commit_runs_the_hook(
    hooked: Any, names: tuple[str, ...], arguments: tuple[str, ...], code: int, said: bytes, why: str
) -> None:
    done = hooked(*names, arguments=arguments)
    assert (code, True) == (done.returncode, said in done.stdout + done.stderr), (why, done.stdout, done.stderr)


# GitHub


def test_the_action_is_one() -> None:
    action = read(ACTION / "action.yml")
    steps = action["runs"]["steps"]
    assert "composite" == action["runs"]["using"]
    for step in steps:
        assert ("uses" in step) != ("run" in step)
        assert "run" not in step or "bash" == step["shell"], "a step of a composite action names its shell"
    named = set(re.findall(r"inputs\.([\w-]+)", (ACTION / "action.yml").read_text()))
    assert set(action["inputs"]) == named, "every input is used, and no other"
    assert all("description" in put and "default" in put for put in action["inputs"].values())


def test_no_input_stands_in_a_script() -> None:
    for step in read(ACTION / "action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        for script in re.findall(r"\$GITHUB_ACTION_PATH/([\w.]+)", step.get("run", "")):
            text = (ACTION / script).read_text()
            assert "${{" not in text
            assert "eval" not in text
            for name in re.findall(r"FIDELITY_\w+", text):
                assert name in step["env"], f"{script} asks for {name}"


@pytest.fixture
def job(newsroom: Path, environment: dict[str, str], path: str) -> Any:
    """The step that checks, run as the runner does, but for the installation."""
    steps = {step.get("name"): step for step in read(ACTION / "action.yml")["runs"]["steps"]}
    step = steps["Check the quotations"]
    (newsroom / "temp" / "fidelity" / "bin").mkdir(parents=True)
    shutil.copy(Path(path.partition(os.pathsep)[0]) / "fidelity", newsroom / "temp" / "fidelity" / "bin")

    def run(**inputs: str) -> Done:
        given = {key: value.strip("${} ").removeprefix("inputs.").replace("-", "_") for key, value in step["env"].items()}
        env = environment | {key: inputs.get(name, "") for key, name in given.items()}
        env |= {
            "GITHUB_ACTION_PATH": str(ACTION),
            "GITHUB_OUTPUT": str(newsroom / "temp" / "output"),
            "GITHUB_STEP_SUMMARY": str(newsroom / "temp" / "summary"),
            "RUNNER_TEMP": str(newsroom / "temp"),
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=newsroom, env=env, capture_output=True, check=False,
        )  # fmt: skip

    return run


def test_the_action_notes_the_line_and_fails(job: Any, newsroom: Path) -> None:
    done = job(articles="right.md\nwrong.md\n", originals="originals\n")
    assert 1 == done.returncode, done.stderr
    assert done.stdout.startswith(b"::error file=wrong.md,line=1,")
    told = dict(line.split("=", 1) for line in (newsroom / "temp" / "output").read_text().splitlines())
    assert ["changed-number"] == [r["ruleId"] for r in json.loads(Path(told["sarif"]).read_text())["runs"][0]["results"]]
    assert 2 == json.loads(Path(told["json"]).read_text())["summary"]["articles"]
    assert "wrong.md" in (newsroom / "temp" / "summary").read_text()


def test_the_action_passes(job: Any, newsroom: Path) -> None:
    assert 0 == job(articles="right.md", originals="originals", style="ap", fail_on="warning").returncode
    assert 0 == job(articles="wrong.md", fail_on="never").returncode
    (newsroom / "fidelity.toml").write_text('articles = ["right.md"]\n')
    assert 0 == job().returncode, "everything as the config says"


@pytest.mark.parametrize(
    ("name", "bad"),
    [(name, BAD[0]) for name in ("articles", "originals", "style", "archive", "fail_on", "since")]
    + [("articles", bad) for bad in BAD[1:]],
)
def test_inputs_are_never_run_and_never_options(job: Any, newsroom: Path, name: str, bad: str) -> None:
    done = job(**({"articles": "wrong.md", "originals": "originals"} | {name: bad}))
    assert done.returncode != 0
    assert not (newsroom / "owned").exists()


@pytest.mark.parametrize(
    ("version", "installed"),
    [("", f"{HOME}[pdf,warc]"), ("0.1.0", "quote-fidelity[pdf,warc]==0.1.0"), ("x --index-url y", None), ("$(id)", None)],
)
def test_the_action_installs_what_was_asked_for(newsroom: Path, version: str, installed: str | None) -> None:
    bins = newsroom / "fidelity" / "bin"
    bins.mkdir(parents=True)
    for program in (bins / "python", newsroom / "python"):
        program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{program.parent}/asked'\n")
        program.chmod(0o755)
    env = {
        "PATH": f"{newsroom}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(newsroom),
        "GITHUB_ACTION_PATH": str(ACTION),
        "FIDELITY_VERSION": version,
    }
    done = subprocess.run(["bash", str(ACTION / "install.sh")], env=env, capture_output=True, check=False)
    if installed is None:
        assert (2, False) == (done.returncode, (bins / "asked").exists())
    else:
        assert installed == (bins / "asked").read_text().splitlines()[-1]


# GitLab


@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_the_gitlab_job_leaves_its_reports(newsroom: Path, environment: dict[str, str], shell: str) -> None:
    job = read(HOME / ".gitlab" / "fidelity.yml")["fidelity"]
    inputs = job["variables"] | {"FIDELITY_ARTICLES": "right.md\nwrong.md\n-odd name.md", "FIDELITY_ORIGINALS": "originals"}
    (newsroom / "-odd name.md").write_bytes((newsroom / "right.md").read_bytes())
    done = subprocess.run(
        [shell, "-ec", "\n".join(job["script"])], cwd=newsroom, env=environment | inputs, capture_output=True, check=False
    )
    assert (1, True) == (done.returncode, b"3 articles" in done.stdout), done.stderr
    quality = json.loads((newsroom / job["artifacts"]["reports"]["codequality"]).read_text())
    needed = {"type": "object", "required": ["description", "check_name", "fingerprint", "severity", "location"]}
    Draft202012Validator({"type": "array", "minItems": 1, "items": needed}).validate(quality)
    assert ["wrong.md"] == [finding["location"]["path"] for finding in quality]
    assert b"<testsuite" in (newsroom / job["artifacts"]["reports"]["junit"]).read_bytes()
    assert set(job["artifacts"]["paths"]) == set(job["artifacts"]["reports"].values())


@pytest.mark.parametrize("name", ["ARTICLES", "ORIGINALS", "STYLE", "ARCHIVE", "SINCE", "FAIL_ON"])
def test_the_gitlab_job_runs_no_variable(newsroom: Path, environment: dict[str, str], name: str) -> None:
    job = read(HOME / ".gitlab" / "fidelity.yml")["fidelity"]
    inputs = job["variables"] | {"FIDELITY_ARTICLES": "right.md", f"FIDELITY_{name}": "$(touch owned)`touch owned`"}
    done = subprocess.run(
        ["sh", "-ec", "\n".join(job["script"])], cwd=newsroom, env=environment | inputs, capture_output=True, check=False
    )
    assert done.returncode != 0
    assert not (newsroom / "owned").exists()
