"""Whatever goes wrong where core calls a plugin: nothing half, and the plugin named."""

from __future__ import annotations

import threading
import traceback
from typing import Any

import pytest
from support import borders
from support.borders import BORDERS, Border

from fjcore.errors import FjcoreError, PluginError
from fjcore.sdk import Registry, WrappedKey

from .conftest import local, site

CANARY = "Maeve-O-Connor-406-555-0142"

AT_EACH = pytest.mark.parametrize("border", BORDERS, ids=lambda one: one.name)


@pytest.fixture
def crossing() -> Any:
    """Give what has core call the plugin at a border, where it does as told."""
    manifest, module = local(
        borders.SOURCE,
        provides=borders.PROVIDES,
        permissions=borders.PERMISSIONS,
        more='refusals = ["too_many"]',
    )
    found = site(more=borders.TABLE)
    registry = Registry.build(found, extra=[(manifest, module)], strict=True)

    def crossed(border: Border, act: Any) -> Any:
        module.acts[:] = [act]
        return borders.cross(border, registry, found)

    return crossed


def refused(border: Border, crossed: Any) -> FjcoreError:
    """Give the error in which a call ends: of the border's own, and clean."""
    with pytest.raises(FjcoreError) as caught:
        crossed()
    error = caught.value
    assert border.error == type(error).__name__
    assert error.__cause__ is error.__context__ is None
    assert CANARY not in "".join(traceback.format_exception(error))
    return error


def raising(error: BaseException) -> Any:
    def act(*_: Any) -> Any:
        raise error

    return act


FAULTS = {
    "RuntimeError": RuntimeError(CANARY),
    "SystemExit": SystemExit(CANARY),
    "GeneratorExit": GeneratorExit(CANARY),
    "BaseExceptionGroup": BaseExceptionGroup(CANARY, [SystemExit(CANARY)]),
    "PluginFault": PluginError(CANARY),
}


@AT_EACH
@pytest.mark.parametrize("kind", ["RuntimeError", "SystemExit", "GeneratorExit"])
def test_what_is_raised_is_named_by_its_kind(
    border: Border, kind: str, crossing: Any
) -> None:
    """Whatever is raised should be told by plugin, version, hook, call and kind."""
    error = refused(border, lambda: crossing(border, raising(FAULTS[kind])))

    assert f"{border.where} ({kind})" == error.where


@AT_EACH
@pytest.mark.parametrize("error", [FAULTS["BaseExceptionGroup"], FAULTS["PluginFault"]])
def test_an_error_of_our_own_says_nothing_either(
    border: Border, error: BaseException, crossing: Any
) -> None:
    """A group, or an error of this library with a text, should be told by its kind."""
    got = refused(border, lambda: crossing(border, raising(error)))

    assert f"{border.where} ({type(error).__name__})" == got.where


@AT_EACH
def test_an_interrupt_passes(border: Border, crossing: Any) -> None:
    """The person at the keyboard should be able to stop a plugin at every border."""
    with pytest.raises(KeyboardInterrupt):
        crossing(border, raising(KeyboardInterrupt()))


def _generator(*_: Any) -> Any:
    yield CANARY


async def _coroutine() -> None: ...


def _wait(*_: Any) -> Any:
    waiting = _coroutine()
    waiting.close()  # never waited for, and no warning of it
    return waiting


WRONG = {"object": lambda *_: object(), "generator": _generator, "coroutine": _wait}


@AT_EACH
@pytest.mark.parametrize("act", WRONG)
def test_an_answer_of_another_kind_is_none(
    border: Border, act: str, crossing: Any
) -> None:
    """An answer of another kind should be a fault, and nothing be made of it."""
    error = refused(border, lambda: crossing(border, WRONG[act]))

    assert error.where.startswith(border.where)


def _half_written(out: Any) -> None:
    out.write(CANARY.encode())
    raise OSError(CANARY)


def _half_read(draft: Any) -> Any:
    yield draft("a1")
    raise OSError(CANARY)


HALF = {"exporter": _half_written, "importer": _half_read}


@pytest.mark.parametrize("border", BORDERS[:2], ids=lambda one: one.name)
def test_half_a_stream_is_nothing(border: Border, crossing: Any) -> None:
    """Of a stream that ends in an error midway, nothing should be given on."""
    error = refused(border, lambda: crossing(border, HALF[border.name]))

    assert f"{border.where} (OSError)" == error.where


HUGE = {
    "exporter": lambda out: out.write(bytes((64 << 20) + 1)),
    "importer": lambda _: iter(lambda: CANARY, None),
    "wrap": lambda _: WrappedKey("root", bytes(8193)),
    "unwrap": lambda _: bytes(1 << 20),
}


@pytest.mark.parametrize(
    "border", [one for one in BORDERS if one.name in HUGE], ids=lambda one: one.name
)
def test_an_answer_without_bounds_is_refused(border: Border, crossing: Any) -> None:
    """An answer beyond every bound should be refused, and not be waited for."""
    error = refused(border, lambda: crossing(border, HUGE[border.name]))

    assert error.where.startswith(border.where)


@pytest.mark.nightly
def test_drafts_without_end_are_refused(crossing: Any) -> None:
    """Sound drafts without end should be stopped at the bound."""
    border = BORDERS[1]
    error = refused(
        border, lambda: crossing(border, lambda draft: iter(lambda: draft("a"), None))
    )

    assert f"{border.where} (TooLong)" == error.where


@AT_EACH
def test_while_it_hangs_nothing_is_given(border: Border, crossing: Any) -> None:
    """As long as a plugin does not answer, its caller should have nothing of it."""
    began, go_on, got = threading.Event(), threading.Event(), []

    def hang(*given: Any) -> Any:
        if border.name == "exporter":
            given[0].write(CANARY.encode())
        began.set()
        assert go_on.wait(30)
        raise TimeoutError(CANARY)

    def call() -> None:
        got.append("called")
        got.append(refused(border, lambda: crossing(border, hang)).where)

    thread = threading.Thread(target=call)
    thread.start()
    assert began.wait(30)
    held = list(got)
    go_on.set()
    thread.join(30)

    assert ["called"] == held
    assert ["called", f"{border.where} (TimeoutError)"] == got


class Refusing(Exception):
    """Says by a code why, and in words that are nobody's business."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"{code}: {CANARY}")


@pytest.mark.parametrize("border", BORDERS[:2], ids=lambda one: one.name)
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Refusing("too_many"), "too_many"),
        (ValueError("too_many"), "too_many"),
        (Refusing("maeve"), "Refusing"),
        (ValueError("too_many", CANARY), "ValueError"),
        (Refusing(type("Code", (str,), {"__eq__": lambda *_: True})("x")), "Refusing"),
    ],
    ids=["attribute", "argument", "unknown", "two", "of its own"],
)
def test_a_code_of_the_manifest_is_kept(
    border: Border, error: Exception, told: str, crossing: Any
) -> None:
    """A code that the manifest declares should be told, and no other word."""
    with pytest.raises(PluginError) as caught:
        crossing(border, raising(error))

    assert f"{border.where} ({told})" == caught.value.where
    assert CANARY not in str(caught.value)


def test_an_error_names_its_parts(crossing: Any) -> None:
    """Plugin, version, hook and what was said should each be had of an error."""
    error: Any = refused(
        BORDERS[0], lambda: crossing(BORDERS[0], raising(ValueError(CANARY)))
    )

    assert ("fjcore-demo", "local") == (error.plugin, error.version)
    assert ("fjcore_exporters", "ValueError") == (error.hook, error.said)
