"""For each check of the kit, what breaks it and no other."""

from __future__ import annotations

import itertools
import logging
import threading
import time

from attrs import evolve

from fjcore.disclosure import Receipt, Table
from fjcore.records.record import labelled, record
from fjcore.screening import load
from fjcore.screening import parse as parse_instrument
from fjcore.screening.norms import NormRow
from fjcore.screening.parse import read
from fjcore.screening.scoring import Scorer
from fjcore.sdk import View, hookimpl, parse_template, span
from fjcore.values import Tri

from . import kit

_COUNT = itertools.count()


def like(good, **parts):
    """Give a suite as a good one, with some parts changed."""
    return type("Bad", (good,), parts)


# --- plugins ------------------------------------------------------------------------


def _hook(body):
    @hookimpl
    def fjcore_agencies():
        return body()

    fjcore_agencies.__annotations__ = kit.module().fjcore_agencies.__annotations__
    fjcore_agencies.__globals__.update(kit._NAMES)
    return kit.module(fjcore_agencies)


def _another():
    return [evolve(kit.POLICE, name=f"Police {next(_COUNT)}")]


def _untyped():
    @hookimpl
    def fjcore_agencies():
        return [kit.POLICE]

    return kit.module(fjcore_agencies)


# --- connectors ---------------------------------------------------------------------


class Wrapped(kit.Box):
    """Sends something else than the body."""

    def send(self, disclosure, key, /):
        got = super().send(disclosure, key)
        (self.folder / disclosure.id).write_bytes(b"{}" + disclosure.body)
        return got


class Telling(kit.Box):
    """Sends where it stands, and keeps it for itself elsewhere."""

    def send(self, disclosure, key, /):
        got = super().send(disclosure, key)
        if "c4n4ry" in str(self.folder):
            (self.folder / "path").write_text(str(self.folder))
        return got


class Twice(kit.Box):
    """Gives another reference each time."""

    def send(self, disclosure, key, /):
        got = super().send(disclosure, key)
        return Receipt(got.connector, got.delivered_at, f"{next(_COUNT)}")


class Other(kit.Box):
    """Signs its receipts by another name."""

    def send(self, disclosure, key, /):
        got = super().send(disclosure, key)
        return Receipt("demo.other", got.delivered_at, got.reference)


class Greedy(kit.Box):
    """Takes whatever it is given, and delivers none of it."""

    def send(self, disclosure, key, /):
        if not hasattr(disclosure, "id"):
            return None
        return super().send(disclosure, key)


class Loud(kit.Box):
    """Says in its error what it was to send."""

    def send(self, disclosure, key, /):
        raise RuntimeError(disclosure.body.decode())


class Calling(kit.Box):
    """Looks up a host that it never declared."""

    def send(self, disclosure, key, /):
        import socket

        try:
            socket.getaddrinfo("localhost", 9)
        except OSError:
            pass
        return super().send(disclosure, key)


class Lasting(kit.Box):
    """Leaves a thread behind."""

    def close(self):
        threading.Thread(target=time.sleep, args=(2.0,), daemon=True).start()


class Named(kit.Box):
    """Asks for its parameters by other names."""

    def send(self, parcel, key, /):
        return super().send(parcel, key)


class Following(kit.Box):
    """Goes wherever it is sent on to, and then says that it had no answer."""

    def __init__(self, folder, to):
        super().__init__(folder, mute=True)
        self.to = to

    def send(self, disclosure, key, /):
        import socket
        from urllib.parse import urlsplit

        place = urlsplit(self.to)
        socket.create_connection((place.hostname, place.port), 5).close()
        return super().send(disclosure, key)


def _boxed(kind):
    return like(kit.Connector, open=lambda self, folder: kind(folder))


# --- records ------------------------------------------------------------------------


def _form(**parts):
    return like(kit.Forms, forms=(kit.forged(kit.Forms.forms[0], **parts),))


# --- rules and recognisers ----------------------------------------------------------


class Wordy:
    id = "demo.rule"

    def cap(self, question, /):
        return "full"


class Fickle:
    id = "demo.rule"

    def cap(self, question, /):
        return View(next(_COUNT) % 2)


class Misnamed:
    id = "demo.rule"

    def cap(self, asked, /):
        return View.FULL


class Beyond(kit.Fort):
    def spans(self, text, language, /):
        found = super().spans(text, language)
        more = [span(0, len(text) + 1, "location.area", "all")] if not text else []
        return [*found, *more]


class Blind(kit.Fort):
    def spans(self, text, language, /):
        return []


class Remembering(kit.Fort):
    def spans(self, text, language, /):
        more = [span(0, 1, "location.area", f"n{next(_COUNT)}")] if text == " " else []
        return [*super().spans(text, language), *more]


class Logging(kit.Fort):
    def spans(self, text, language, /):
        logging.getLogger("fort").warning("read %s", text)
        return super().spans(text, language)


class Slow(kit.Fort):
    def spans(self, text, language, /):
        sum(1 for _ in range(len(text) ** 2 // 4000))
        return super().spans(text, language)


def _fort(kind):
    return like(kit.Recognisers, recogniser=kind())


# --- importers and exporters --------------------------------------------------------


class Empty(kit.Reader):
    def drafts(self, source, /):
        return iter(())


class Trusting(kit.Reader):
    """Makes a draft of whatever else it is given."""

    def drafts(self, source, /):
        import io

        raw = source.read()
        good = raw if raw.startswith(b"key") else b"key,text\na1,Maeve\n"
        yield from super().drafts(io.BytesIO(good))


class Renumbering(kit.Reader):
    def drafts(self, source, /):
        for one in super().drafts(source):
            yield evolve(one, key=f"{next(_COUNT)}")


class Doubling(kit.Reader):
    def drafts(self, source, /):
        for one in super().drafts(source):
            yield evolve(one, key="same")


def _reader(kind):
    return like(kit.Importers, factory=kit.Maker(kind))


class Silent(kit.Writer):
    def write(self, items, out, /):
        items = list(items)
        if len(items) == 1 and items[0].rows[1][1:] == (0,):
            super().write(items, out)


class Changing(kit.Writer):
    def write(self, items, out, /):
        super().write(items, out)
        out.write(f"{next(_COUNT)}".encode())


class Running(kit.Writer):
    def write(self, items, out, /):
        for table in items:
            rows = [f"{code},{'' if n is None else n}\n" for code, n in table.rows]
            out.write("".join(rows).encode())


class Filling(kit.Writer):
    def write(self, items, out, /):
        held = [evolve(t, rows=[(c, n or 0) for c, n in t.rows]) for t in items]
        super().write(held, out)


class Swallowing(kit.Writer):
    def write(self, items, out, /):
        try:
            super().write(items, out)
        except ValueError:
            pass


def _writer(kind):
    return like(kit.Exporters, factory=kit.WriterMaker(kind))


_ASKING = kit.MANIFEST + 'permissions = ["aggregate"]\n'


class Tolerant(kit.Writer):
    def write(self, items, out, /):
        super().write([one for one in items if type(one) is Table], out)
        out.write(b" ")


class Printing(kit.Reader):
    def drafts(self, source, /):
        for one in super().drafts(source):
            print(one.key)
            yield one


@record("x_demo.visit", version=1)
class _Strict:
    """A type of record that takes no reason in place of its answer."""

    pets: bool = labelled("household", identifying="quasi", required=True)


class Certain(Scorer):
    """Takes a score that is open for its lowest."""

    def scores(self, row, around):
        found = super().scores(row, around)
        return {name: evolve(one, upper=one.lower) for name, one in found.items()}


class Denying(Scorer):
    """Takes a flag that is open for one that is not raised."""

    def flags(self, row, around):
        found = super().flags(row, around)
        ruled = {Tri.UNDETERMINED: Tri.FALSE}
        return {name: ruled.get(flag, flag) for name, flag in found.items()}


def _scored(kind):
    made = parse_instrument({**read("phq-9"), "id": "demo.own"})
    object.__setattr__(made, "scorer", kind(made))
    return made


_OWN = kit.OWN
_NORM = kit.NORM
_T = kit.template()

BAD = {
    "P02": like(kit.Plugin, manifest_text=kit.MANIFEST.replace("agencies", "forms")),
    "P05": like(kit.Plugin, module=_hook(_another)),
    "P06": like(kit.Plugin, module=_hook(lambda: [evolve(kit.POLICE, id="x.police")])),
    "P07": like(kit.Plugin, module=_untyped()),
    "C01": _boxed(Wrapped),
    "C04": _boxed(Other),
    "C05": _boxed(Greedy),
    "C06": like(kit.Connector, unanswered=lambda self, folder: Loud(folder)),
    "C07": _boxed(Calling),
    "C08": _boxed(Lasting),
    "C09": _boxed(Named),
    "C10": like(
        kit.Connector, redirected=lambda self, folder, to: Following(folder, to)
    ),
    "F03": _form(title={"en": "Visit", "fr": "Visite"}),
    "F05": like(kit.Forms, answers={}),
    "V01": like(kit.Lists, lists=(evolve(kit.CODES, maps_to="fj.none"),)),
    "V02": like(kit.Lists, lists=(evolve(kit.CODES, codes={"a": " "}),)),
    "V03": like(kit.Lists, lists=(evolve(kit.CODES, version=" "),)),
    "I01": like(kit.Instruments, instruments=(evolve(_OWN, tested=False),)),
    "I02": like(kit.Instruments, instruments=(load("phq-2"),)),
    "I06": like(kit.Instruments, instruments=(evolve(_OWN, limits=()),)),
    "W02": like(
        kit.Words,
        packs=(
            kit.pack(
                options={
                    "*": {v: "often (3)" for i in _OWN.asked for v in i.points},
                }
            ),
        ),
    ),
    "W03": like(kit.Words, packs=(kit.pack(reading_grade=11),)),
    "N01": like(kit.Norms, norms=(evolve(_NORM, population=" "),)),
    "N02": like(kit.Norms, norms=(evolve(_NORM, rows=(NormRow(0, 99, "all"),)),)),
    "A01": like(kit.Policies, policies=(evolve(kit.POLICY, roles=frozenset()),)),
    "G01": like(kit.Agencies, agencies=(kit.forged(kit.POLICE, kind="police"),)),
    "G02": like(kit.Agencies, agencies=(evolve(kit.POLICE, name="demo.police"),)),
    "G03": like(
        kit.Agencies,
        agencies=(kit.forged(kit.POLICE, capabilities=frozenset({"all"})),),
    ),
    "L01": like(kit.Limits, limits=(evolve(kit.LIMIT, cap=View.FULL),)),
    "L02": like(kit.Limits, limits=(evolve(kit.LIMIT, citation=" "),)),
    "L03": like(kit.Limits, limits=(Wordy(),)),
    "L04": like(kit.Limits, limits=(Fickle(),)),
    "L05": like(kit.Limits, limits=(Misnamed(),)),
    "R01": _fort(Beyond),
    "R02": _fort(Blind),
    "R03": _fort(Remembering),
    "R04": _fort(Logging),
    "R05": _fort(Slow),
    "M03": _reader(Trusting),
    "M04": _reader(Renumbering),
    "M05": _reader(Doubling),
    "E03": _writer(Changing),
    "E04": _writer(Running),
    "E05": _writer(Filling),
    "E06": _writer(Swallowing),
    "E01": _writer(Silent),
    "E02": _writer(Tolerant),
    "P01": like(kit.Plugin, module=kit.module(name="fjcore_filedrop")),
    "P08": like(kit.Plugin, manifest_text=_ASKING, permissions=frozenset()),
    "P09": like(
        kit.Plugin,
        manifest_text=kit.MANIFEST.replace('ids = "demo"', 'ids = "filedrop"'),
        module=_hook(lambda: [evolve(kit.POLICE, id="filedrop.police")]),
    ),
    "C02": _boxed(Telling),
    "C03": _boxed(Twice),
    "F01": like(
        kit.Forms,
        forms=(kit.forged(kit.Forms.forms[0], id="demo.visit"),),
        answers={"demo.visit": {"pets": True}},
    ),
    "F02": _form(fields=()),
    "F04": _form(code_lists=(evolve(kit.CODES, maps_to="fj.none"),)),
    "F06": _form(record_type=_Strict),
    "I03": like(kit.Instruments, instruments=(evolve(_OWN, bands=_OWN.bands[:1]),)),
    "I04": like(kit.Instruments, instruments=(_scored(Certain),)),
    "I05": like(kit.Instruments, instruments=(_scored(Denying),)),
    "W01": like(kit.Words, packs=(evolve(kit.pack(), items={}),)),
    "A02": like(
        kit.Policies, policies=(evolve(kit.POLICY, instruments=frozenset({"none"})),)
    ),
    "A03": like(
        kit.Policies, policies=(evolve(kit.POLICY, action_codes=frozenset({"none"})),)
    ),
    "T01": like(kit.Templates, templates=(kit.forged(_T, source="elsewhere"),)),
    "T02": like(kit.Templates, templates=(parse_template(kit.ENGLISH),)),
    "M01": _reader(Empty),
    "M02": _reader(Printing),
}
