"""What an outlet's works gain by calls in a quarter, kept together: a scheme may cap the sum of it.

Each work says what it gains (`Gain`); the subject of outlet and quarter has one line, which takes off what is over the
cap. So the order in which works come in does not matter, and both can be rebuilt by themselves.
"""

from __future__ import annotations

from collections import Counter

from services.scoring.domain.calls import CALL
from services.scoring.domain.facts import CALL_CAP, Author, Facts, Gain, Subject
from services.scoring.domain.ledger import Scored, Step, entry_id
from services.scoring.domain.telling import tell
from shared.labels import DEFAULT

Place = tuple[str, str]  # outlet, quarter


def subject_id(place: Place) -> str:
    """The id of what is known of an outlet's gains in a quarter."""
    return entry_id(CALL_CAP, *place)


def gained(scored: Scored) -> Counter[Place]:
    """The cents that a work gains by its call, as they stand: what an appeal took back makes room under the cap."""
    found: Counter[Place] = Counter()
    for key, held in scored.held.items():
        if key.rule == CALL and held.entry not in scored.facts.settled:
            found[key.outlet, held.line.home] += held.line.cents
    return found


def is_cap(scored: Scored) -> bool:
    """Whether it is an outlet's quarter, and no work."""
    return scored.facts.subject is not None and scored.facts.subject.kind == CALL_CAP


def moved(step: Step) -> dict[Place, Gain]:
    """The gains of a work that a step changed."""
    before, after = gained(step.before), gained(step.after)
    return {
        place: Gain(step.after.version, step.after.id, place[1], after[place])
        for place in sorted(before.keys() | after.keys())
        if before[place] != after[place]
    }


def told(place: Place, gain: Gain) -> Facts:
    """A gain as a fact about the outlet's quarter."""
    outlet, _ = place
    title = tell("call_cap_title", DEFAULT)
    return Facts(Subject(1, outlet, CALL_CAP, title, authors=(Author(outlet, 1),)), gains={gain.id: gain})
