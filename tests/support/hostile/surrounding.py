"""Plugins that reach for what surrounds fjcore, or lie by the types of their data."""

from __future__ import annotations

from support.hostile.case import Case, Ends, limits, line, rule

CLOSED = Ends.CLOSED

#: A text that spies on whatever it is compared with.
SPY = """
class Spy(str):
    def __eq__(self, other): return str.__eq__(self, other)
    def __hash__(self): return str.__hash__(self)
"""
#: An object that says that it is a view, and is above every other.
LIAR = """
class Liar:
    __class__ = View
    name = "FULL"
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __eq__ = __lt__
    __hash__ = None
"""
#: A zone that answers once, and raises later with what was sent.
ZONE = """
import datetime as times
class Zone(times.tzinfo):
    asked = 0
    def utcoffset(self, when):
        self.asked += 1
        if self.asked > 1:
            raise RuntimeError(got[-1].body.decode())
        return times.timedelta(0)
    def dst(self, when): return None
    def tzname(self, when): return "Zone"
"""


def _changes(name: str, tries: str, act: str, says: str) -> Case:
    return Case(
        id=name,
        tries=tries,
        source=limits(before=f"{act}\n"),
        ends=CLOSED,
        code="untrusted_plugin",
        says=f"changes {says}",
    )


SURROUNDING = (
    _changes("own-randomness", "has every key drawn from zeros",
             "os.urandom = lambda size: bytes(size)", "os.urandom"),
    _changes("follows-each-step", "has itself called at each step of the program",
             "sys.settrace(lambda frame, event, arg: None)", "sys.settrace"),
    _changes("takes-the-output", "puts itself where the output goes",
             "import io\nclass Out(io.StringIO): ...\nsys.stdout = Out()",
             "sys.stdout"),
    _changes("finds-modules-first", "has itself asked for modules before all others",
             "class Finder:\n    @staticmethod\n"
             "    def find_spec(name, path=None, target=None): return None\n"
             "sys.meta_path.insert(0, Finder)", "sys.meta_path"),
    _changes("folder-before-ours", "puts a folder of its own before fjcore's",
             "__import__('fjcore').__path__.insert(0, os.path.dirname(__file__))",
             "fjcore.__path__"),
    _changes("module-to-come", "puts in a module that fjcore has yet to import",
             "import types\nsys.modules['fjcore.to_come'] = types.ModuleType('x')",
             "fjcore.to_come"),
    _changes("other-defaults", "changes what a function takes where nothing is said",
             "from fjcore.values.files import read_text\n"
             "read_text.__defaults__ = (1,)", "fjcore.values.files.read_text"),
    _changes("other-property", "writes other code into a property",
             "from fjcore.consent import Holder\n"
             "vars(Holder)['family'].fget.__code__ = (lambda self: set()).__code__",
             "fjcore.consent.parties.Holder.family"),
    Case(
        id="spying-text",
        tries="returns a limit over a text that sees what it is compared with",
        source=limits("[evolve(LIMIT, recipients={Spy('demo')})]", SPY),
        ends=CLOSED,
        code="hook_error",
        says="type (R9)",
    ),
    Case(
        id="view-of-its-own",
        tries="answers with what says that it is a view above every other",
        source=rule("return Liar()", LIAR),
        ends=Ends.REFUSED,
        code="rule_failed",
        says="demo.rule",
    ),
    Case(
        id="receipt-of-a-zone",
        tries="gives an instant whose zone raises later, with what was sent",
        source=line(
            "return Receipt('demo.mailbox', times.datetime(2026, 1, 1, tzinfo=Zone()),"
            " 'x')",
            before=ZONE,
        ),
        provides=("connectors",),
        ends=Ends.UNCONFIRMED,
        code="delivery_failed",
        says="fjcore-demo 1.2.0",
    ),
    Case(
        id="name-that-steers",
        tries="names an agency by codes that steer a terminal",
        source=limits(
            before="@hookimpl\ndef fjcore_agencies():\n"
            "    return [Agency('demo.a', kind='shelter', name='\\x1b[2J\\ud800')]\n"
        ),
        provides=("limits", "agencies"),
        ends=CLOSED,
        code="hook_error",
        says="name (R12)",
    ),
)  # fmt: skip
