"""Plugins that mean harm by what their hooks return."""

from __future__ import annotations

from support.hostile.case import HEAD, HOOK, Case, Ends, limits

CLOSED = Ends.CLOSED
#: A text that is equal to whatever it is compared with.
LYING = """
class Lying(str):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return hash("location.shelter")
"""


def _case(name: str, tries: str, source: str, says: str, **more: str) -> Case:
    code = more.get("code", "hook_error")
    return Case(id=name, tries=tries, source=source, ends=CLOSED, code=code, says=says)


RETURNING = (
    _case("endless-result", "returns a list that never ends",
          limits("iter(lambda: LIMIT, None)"), "result (R8)"),
    _case("huge-result", "returns a million items", limits("[LIMIT] * 10**6"),
          "result (R8)"),
    _case("text-result", "returns a text, which is a sequence too",
          limits("'LIMIT'"), "result (R8)"),
    _case("list-of-its-own", "returns a list that is made anew at each look",
          limits("Mine([LIMIT])", "class Mine(list):\n"
                 "    def __iter__(self): return iter(())\n"), "result (R8)"),
    _case("cyclic-result", "returns a list that holds itself",
          HEAD + "LOOP = []\nLOOP.append(LOOP)\n"
          + HOOK.format(hook="limits", result="LOOP"), "signature (R11)"),
    _case("limit-of-its-own", "returns a limit that never matches",
          limits("[Mine('demo.limit', statement='s', citation='c')]",
                 "class Mine(Limit):\n    def matches(self, question): return False\n"),
          "signature (R11)"),
    _case("proxy", "returns an object that says that it is a limit",
          limits("[Proxy()]", "class Proxy:\n    __class__ = Limit\n"
                 "    def __getattr__(self, name): return getattr(LIMIT, name)\n"),
          "signature (R11)"),
    _case("id-of-its-own-kind", "has an id that is equal to every other",
          limits("[forced(LIMIT, id=Lying('demo.limit'))]", LYING), "type (R9)"),
    _case("foreign-id", "takes the id of a limit of core's",
          limits("[evolve(LIMIT, id='federal.floor')]"), "id (R10)"),
    _case("id-twice", "returns two limits of one id",
          limits("[LIMIT, evolve(LIMIT, citation='another')]"), "id (R10)"),
    _case("can-be-changed", "returns a limit over a list that it keeps",
          limits("[forced(LIMIT, categories=[])]"), "fjcore_limits (TypeError)",
          code="plugin_fault"),
    _case("unknown-category", "names a category that there is not",
          limits("[evolve(LIMIT, categories={'shoes'})]"),
          "categories (R12)"),
    _case("async-rule", "has a rule that is a coroutine",
          limits("[Rule()]", "class Rule:\n    id = 'demo.rule'\n"
                 "    async def cap(self, question, /): return View.FULL\n"),
          "signature (R11)"),
    _case("rule-by-name", "finds its method anew at each call",
          limits("[Rule()]", "class Rule:\n    id = 'demo.rule'\n"
                 "    def __getattr__(self, name): return lambda q: View.FULL\n"),
          "signature (R11)"),
    _case("leaks-in-repr", "raises an error whose text and looks are a person's name",
          limits("1 / Loud()", "class Loud(Exception):\n"
                 "    def __repr__(self): return 'O\\'Connor-Lindqvist'\n"
                 "    __str__ = __repr__\n"
                 "    def __rtruediv__(self, other): raise self\n"),
          "fjcore_limits (Loud)", code="plugin_fault"),
)  # fmt: skip
