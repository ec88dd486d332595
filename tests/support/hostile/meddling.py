"""Plugins that reach beside what they are asked: into fjcore, and into the machine."""

from __future__ import annotations

from support.hostile.case import Case, Ends, limits

PATCH = "import fjcore.{module} as there\n{act}\n"


def _changes(name: str, tries: str, module: str, act: str, says: str) -> Case:
    return Case(
        id=name,
        tries=tries,
        source=limits(before=PATCH.format(module=module, act=act)),
        ends=Ends.CLOSED,
        code="untrusted_plugin",
        says=f"changes fjcore.{says}",
    )


def _seen(name: str, tries: str, act: str, did: str) -> Case:
    source = limits(before=act)
    return Case(id=name, tries=tries, source=source, ends=Ends.SEEN, did=did)


MEDDLING = (
    _changes(
        "another-decision",
        "puts a function of its own in the place of the decision",
        "vault.disclosing",
        "there.decide = lambda *a, **k: None",
        "vault.disclosing.decide",
    ),
    _changes(
        "another-code",
        "writes other code into the last check",
        "disclosure.gate",
        "there.admit.__code__ = (lambda *a, **k: None).__code__",
        "disclosure.gate.admit",
    ),
    _changes(
        "another-method",
        "changes a method of a limit",
        "consent",
        "there.Limit.matches = lambda self, question: False",
        "consent.parties.Limit.matches",
    ),
    _changes(
        "another-module",
        "puts a module of its own in the place of one of fjcore's",
        "redaction.check",
        "import types; sys.modules['fjcore.redaction.check'] = types.ModuleType('x')",
        "redaction.check",
    ),
    _seen(
        "writes-a-file",
        "writes a file while it is imported",
        "open(os.path.join(os.path.dirname(__file__), 'x.txt'), 'w').close()\n",
        "file",
    ),
    _seen(
        "opens-a-socket",
        "opens a socket while it is imported",
        "socket.socket().close()\n",
        "socket",
    ),
    _seen(
        "starts-a-thread",
        "starts a thread while it is imported",
        "threading.Thread(target=time.sleep, args=(1,), daemon=True).start()\n",
        "thread",
    ),
    _seen(
        "starts-a-process",
        "has another program run while it is imported",
        "import subprocess; subprocess.run([sys.executable, '-c', ''], check=False)\n",
        "process",
    ),
    _seen(
        "changes-the-environment",
        "changes the environment, and leaves something for the end of the program",
        "os.environ['FJCORE_DEMO'] = '1'\natexit.register(int)\n",
        "environment",
    ),
)
