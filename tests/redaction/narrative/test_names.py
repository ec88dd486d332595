from __future__ import annotations

import pytest
from redaction.narrative.files import flagged, gone, known, look, name, named

MIREL = named("Mirel Tavaroy")


@pytest.mark.parametrize(
    "said",
    [
        *(
            "Mirel Tavaroy",
            "mirel tavaroy",
            "MIREL",
            "Tavaroy, Mirel",
            "Mirel\nTavaroy",
        ),
        *(
            "Mirel's",
            "Mirel\u2019s",
            "Tavaroys",
            "Mi\u200brel",
            "Míṙél",
            "MirelTavaroy",
        ),
        *("Tava-\nroy", "Tava\u00ad-\n  roy", "Tava roy", "Tava\nroy", "Mirel-Tavaroy"),
        *(
            "Tavaryo",
            "Tvaaroy",
            "Tavaro",
            "Tavvaroy",
            "Tavaroi",
            "Xavaroy",
            "M. Tavaroy",
        ),
        *("Tavar0y", "M1rel", "Mire|", "Tava'roy"),
        *("Ta**varoy", "Mi_rel", "Mirel* *Tavaroy", "Mirel\n> Tavaroy", "Tava=\nroy"),
    ],
)
def test_guises(said):
    """A name should go from a text in every guise."""
    text = f"Then {said} came."
    own = said.removesuffix("'s").removesuffix("\u2019s")

    assert [own] == gone(MIREL, text)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Nguyễn Thị Ngọc", "nguyen thi ngoc"),
        ("Đỗ Quỳnh", "Do Quynh"),
        ("Paj Ntaub Xyooj", "paj ntaub"),
        ("Koobmeej Vaj", "KOOBMEEJ VAJ"),
        ("Baáhpuuo Real Bird", "real bird"),
        ("Anna Takes Enemy", "takes enemy"),
        ("Vóhko'éhe Wooden Legs", "Vohkoehe"),
        ("Ma'heo'o", "Maʼheoʼo"),
        ("Ma'heo'o", "Ma'hepo"),
        ("Łucja Wiśniewska", "lucja wisniewska"),
        ("José de la O", "de la O"),
        ("Shannon O'Corrigan", "OCorrigan"),
        ("Robert Darrow", "Bobby"),
        ("Guadalupe Olmeda", "Lupita"),
        ("Tavaroy, William", "Bill Tavaroy"),
        ("Dr. Mirel Tavaroy Jr.", "Mirel Tavaroy"),
        ("İpek Straße", "ipek strasse"),
        ("Mu'adh al-Hashimi", "Muadh al-Hashimis"),
        ("Abd al-Karim el-Sayed", "abd.al.karim.el.sayed"),
        ("Yolanda Ríos", "Rioses"),
        ("Олена Вишня", "ОЛЕНА ВИШНЯ"),
    ],
)
def test_names_of_many_languages(value, said):
    """A name of any language should go, with its accents and without."""
    assert [said] == gone(named(value), f"They saw {said} there.")


@pytest.mark.parametrize(
    ("value", "text", "goes"),
    [
        ("Grace Darrow", "With the grace of a dancer.", []),
        ("Grace Darrow", "Then Grace left.", ["Grace"]),
        ("Grace Darrow", "then grace darrow left", ["grace darrow"]),
        ("Will Darrow", "She will call; it may rain.", []),
        ("Will Darrow", "Will called.", ["Will"]),
        ("Mai Her", "Her sister told her so.", []),
        ("Mai Her", "They met Her at noon.", ["Her"]),
        ("Mai Her", "Mai Her left.", ["Mai Her"]),
        ("Mai Her", "Mai told her.", ["Mai"]),
        ("Robert Not Afraid", "She is not sure, and not in town.", []),
        ("José de la Olmeda", "La carta de la casa.", []),
        ("José de la Olmeda", "Vio a José de la tienda.", ["José"]),
        ("José de la Olmeda", "Habló de de la Olmeda.", ["de la Olmeda"]),
        ("Karen White", "She waits while he writes.", []),
        ("Maria Tomas", "No quiso nada más.", []),
        ("Ma Vang", "No quiso más.", []),
        ("Rose Adams", "It was a rose.", []),
        ("Maya Vale", "She may add one.", []),
        ("Mo'ohtavé Vale", "La vecina vio a Mo'ohtavé ayer.", ["Mo'ohtavé"]),
        ("Mai Her", "They saw Dr. Her there.", ["Her"]),
        ("Mai Her", "Then G. P. Her left.", ["Her"]),
        ("Mai Her", "They saw **Her** there.", ["Her"]),
        ("Noor el-Sayed", "It is S.A. El D.I.F. came.", []),
        ("José de la O", "Ya vio la O.P. firmada.", []),
    ],
)
def test_words_of_every_day(value, text, goes):
    """A word that is a name as well should go where it is written as one."""
    assert goes == gone(named(value), text)


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        ("Grace Darrow", "With the grace of a dancer.", ["grace"]),
        ("Mai Her", "Her sister came.", ["Her"]),
        ("Mai Her", "They saw her.", []),
        ("Robert Darrow", "He wrote bobby on it.", ["bobby"]),
        ("Orla Vexley", "They saw Oria there.", ["Oria"]),
        ("Orla Vexley", "They saw oria there.", []),
        ("Karen White", "He said While and went.", ["While"]),
        ("Ana Vexley", "it was\nAn\na of theirs", ["An\na"]),
    ],
)
def test_doubtful_words_are_shown(value, text, shown):
    """A word that may be the name or not should be shown to the reviewer."""
    assert shown == flagged(named(value), text)


@pytest.mark.parametrize("text", ["the grace of it", "will you", "told her"])
def test_maximal(text):
    """At the highest level a word that is a name should always go."""
    held = named("Grace Will Her")

    assert [] == gone(held, text)
    assert 1 == len(gone(held, text, maximal=True))


def test_only_hidden_names_go():
    """A name of a category that the plan shows should stay."""
    held = known(name("Mirel Tavaroy"), name("Jorvik Vexley", "respondent"))
    from fjcore.redaction.narrative import Scrubber

    text = "Mirel and Jorvik"
    found = Scrubber.of(held, {"respondent"}).look(text)

    assert ["Jorvik"] == [text[s.start : s.end] for s in found.spans]


def test_two_people_of_one_name():
    """What is of two categories should be told as neither."""
    held = known(name("Mirel Tavaroy"), name("Jorvik Tavaroy", "respondent"))
    (found,) = look(held, "the Tavaroy house").spans

    assert ("identity.name", "respondent") == found.categories


@pytest.mark.parametrize(
    ("where", "goes"),
    [
        ("person.names.family", []),
        ("person.names.given", ["Bobby"]),
        ("person.names.text", ["Bobby"]),
    ],
)
def test_what_may_be_shortened(where, goes):
    """A family name that is known to be one should have no short form."""
    assert goes == gone(known(name("Robert", where=where)), "They saw Bobby there.")
