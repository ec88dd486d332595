"""Whatever happens to a file, and whenever: nothing leaves that the rules deny now."""

from __future__ import annotations

from typing import Any

from consent.properties import holds
from consent.walks import CHOICES, Step, Walk
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, rule
from support.profiles import dear

from fjcore.testing.consent import Choose, pick, stream
from fjcore.testing.strategies import built

#: What happens in a walk that is chosen whole: asked and sent after all else.
OFTEN = ("sign", "sign", "wait", "wait", *CHOICES)


def walk(choose: Choose) -> list[Step]:
    """Choose a walk: a first release, then some steps, a question and a use in each."""
    found: list[Step] = [("sign", CHOICES["sign"](choose))]
    for _ in range(1 + choose(3)):
        found += [(name, CHOICES[name](choose)) for name in ("ask", "send")]
        name = pick(choose, OFTEN)
        found += [(name, CHOICES[name](choose)), ("send", {"number": 0})]
    return found


def walked(steps: list[Step]) -> Walk:
    """Go a walk to its end."""
    found = Walk()
    for name, said in steps:
        getattr(found, name)(**said)
    return found


@holds(walk, how=dear)
def test_no_walk_shows_what_is_denied_now(steps: list[Step]) -> None:
    """A plan, however old, should be refused or show only what the rules give now."""
    found = walked(steps)

    assert found.sent + found.refused > 0


def test_walks_meet_what_they_are_there_for() -> None:
    """The walks chosen should send, be refused, and show something, most of them."""
    walks = [walked(walk(stream(seed))) for seed in range(40)]

    assert sum(one.sent for one in walks) >= 60
    assert sum(one.refused for one in walks) >= 60
    assert sum(not made.empty for one in walks for made, _ in one.plans) >= 15


class Life(RuleBasedStateMachine):
    """The life of one file, each step of it chosen by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.walk = Walk()

    @rule(said=built(CHOICES["sign"]))
    def sign(self, said: Any) -> None:
        self.walk.sign(**said)

    @rule(said=built(CHOICES["withdraw"]))
    def withdraw(self, said: Any) -> None:
        self.walk.withdraw(**said)

    @rule(said=built(CHOICES["narrow"]))
    def narrow(self, said: Any) -> None:
        self.walk.narrow(**said)

    @rule(said=built(CHOICES["end"]))
    def end(self, said: Any) -> None:
        self.walk.end(**said)

    @rule(said=built(CHOICES["learn"]))
    def learn(self, said: Any) -> None:
        self.walk.learn(**said)

    @rule(said=built(CHOICES["instruct"]))
    def instruct(self, said: Any) -> None:
        self.walk.instruct(**said)

    @rule(said=built(CHOICES["wait"]))
    def wait(self, said: Any) -> None:
        self.walk.wait(**said)

    @rule(said=built(CHOICES["ask"]))
    def ask(self, said: Any) -> None:
        self.walk.ask(**said)

    @rule(said=built(CHOICES["send"]))
    def send(self, said: Any) -> None:
        self.walk.send(**said)


#: Run by pytest: the steps of a file's life in any order, nothing denied ever shown.
TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
