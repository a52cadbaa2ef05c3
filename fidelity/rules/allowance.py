"""The rule about what a person has accepted and need accept no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.model import Stale


def stale_allowance(stale: Stale) -> str:
    """Report an allowance that allows nothing.

    ## What it finds
    A comment (`<!-- fidelity: allow RULE "reason" until=2027-01-01 -->`) or an entry of the baseline that nothing matches any
    more, whose last day has passed, or that cannot hold: no reason, a rule that does not exist, a date that is none.

    ## Why it matters
    An allowance that is forgotten hides the next fault at its place. One that never held makes somebody believe that it does.

    ## Example
    The quotation was put right, and the comment that allowed its changed number is still there.

    ## Not flagged
    An allowance for a rule that this run does not look for; an entry of the baseline whose article was not checked.
    """
    rule, detail = stale.rule, stale.detail
    match stale.why:
        case "unmatched" if stale.by == "baseline":
            return f"“{rule}” finds this no more: “{detail}”. `fidelity baseline update` takes the entry out of the baseline."
        case "unmatched":
            return f"“{rule}” finds nothing here: take the allowance away, or put it at the quotation that it is meant for."
        case "gone":
            return f"There is no article {detail} any more. If it was renamed, `fidelity baseline update` moves this along."
        case "ended":
            return f"This allowance of “{rule}” ended on {detail}: put the quotation right, or give a later date and say why."
        case "unknown-rule":
            near = f"; did you mean “{detail}”?" if detail else ": `fidelity rule --all` lists them."
            return f"This allows nothing: there is no rule “{rule}”{near}"
        case "no-rule":
            return "This allows nothing, since it names no rule. " + _FORM
        case "no-reason":
            return f"This does not allow “{rule}”, since it gives no reason. " + _FORM
        case "no-date":
            return f"This allows nothing: until={detail} is no date. Write it like until=2027-01-31."
        case "own-rule":
            return f"“{rule}” cannot be allowed: take the stale allowance away instead."
        case _:
            return (f"This allows nothing, since “{detail}” is not understood. " if detail else "This allows nothing. ") + _FORM


_FORM = 'Write it like fidelity: allow changed-number "the source corrected itself" until=2027-01-31.'
