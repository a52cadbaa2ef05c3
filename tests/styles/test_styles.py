"""House styles as data, and what their loader says of mistakes."""

import pytest

from fidelity.rules import RULES
from fidelity.settings import Settings, fingerprint
from fidelity.styles import StyleError, names, read_style, style


def test_every_shipped_style_loads_and_judges_every_rule() -> None:
    for name in names():
        assert set(RULES) <= set(style(name).severity), name


def test_an_unknown_style_names_the_nearest_one() -> None:
    with pytest.raises(StyleError, match="did you mean 'strict'"):
        style("strickt")


def test_a_style_takes_over_what_it_does_not_say() -> None:
    mild = read_style("mild", {"severity": {"cut-sentence": "off"}, "change": {"spelling": "silent"}}, style("strict"))
    assert mild.severity["cut-sentence"] is None
    assert mild.severity["not-found"] == "error"
    assert mild.policy("spelling") == "silent"
    assert mild.policy("omission") == "marked"


@pytest.mark.parametrize(
    ("data", "said", "description"),
    [
        ({"severity": {"cut-sentence": "fatal"}}, "is no severity", "a severity that is none"),
        ({"severity": {"cut-sentense": "error"}}, "did you mean 'cut-sentence'", "a rule that is none"),
        ({"change": {"ommission": "marked"}}, "did you mean 'omission'", "a change that is none"),
        ({"change": {"omission": "loud"}}, "is no policy", "a policy that is none"),
    ],
)
def test_a_mistake_in_a_style_is_told(data: dict[str, dict[str, str]], said: str, description: str) -> None:
    with pytest.raises(StyleError) as told:
        read_style("mine", data, style("strict"))
    assert said in str(told.value), description


def test_equal_settings_have_equal_fingerprints_and_others_not() -> None:
    assert fingerprint(Settings()) == fingerprint(Settings())
    assert fingerprint(Settings()) != fingerprint(Settings(lone_words=4))
