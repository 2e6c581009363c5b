"""The page "Your data", as families use it: see, copy, choose, leave; and what nobody else gets to see."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data_access.audit import link_hash
from data_access.identity import Relation, RelationKind, open_identity
from data_access.opening import open_store
from data_access.pseudonyms import load_pseudonymiser
from data_access.records import Donor, Finding
from workbench.accounts.linking import new_person, pseudonym_of
from workbench.jobs.pending import marks
from workbench.settings import Settings
from workbench.web import guard
from workbench.web.entering import Entrance
from workbench.web.opened import Opened, install
from workbench.web.plain.pages import use_sheets
from workbench.web.signing_in import signing_in
from workbench.web.your_data import your_data

TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def own_home(home: Settings, tmp_path: Path) -> Settings:
    """A home of one's own: what families change must not reach the tests beside."""
    folder = tmp_path / "home"
    shutil.copytree(home.home, folder)
    return Settings(home=folder, store_url=f"sqlite:///{folder / 'store.db'}")


@pytest.fixture
def reviews(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Where the page asked for a new snapshot; none is built."""
    asked: list[Settings] = []
    monkeypatch.setattr("workbench.web.your_data.review_consents", asked.append)
    return asked


class NoOwners:
    """No callbacks: only plain pages are served here."""

    def is_callback(self, output: object) -> bool:
        return False

    def may_ask(self, role: object, output: object) -> bool:
        return False


@pytest.fixture
def site(own_home: Settings, reviews: list[Settings]) -> Iterator[Flask]:
    """The plain pages alone, behind the real guard (the whole app exists once a process)."""
    server = Flask("plain", static_folder=None)
    server.secret_key = b"k" * 32
    use_sheets(server.config, ())
    server.register_blueprint(signing_in())
    server.register_blueprint(your_data())
    here = install(server, own_home)
    entrance = Entrance(here, NoOwners(), has_page=lambda path: False, frame=str)  # type: ignore[arg-type]
    server.before_request(entrance.meet)
    yield server
    here.store.close()
    here.identity.close()


def token(text: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', text)
    assert found
    return found[1]


@pytest.fixture
def family(site: Flask) -> FlaskClient:
    """The demonstration's family, signed in."""
    client = site.test_client()
    form = {"csrf": token(client.get("/sign-in").text), "role": "family"}
    assert client.post("/sign-in/demo", data=form).location == "/your-data"
    return client


@pytest.fixture
def here(site: Flask) -> Opened:
    opened: Opened = site.extensions["workbench-opened"]
    return opened


def person_of(text: str) -> str:
    found = re.search(r'name="person" value="([0-9a-f]{12})"', text)
    assert found
    return found[1]


def child(here: Opened) -> Donor:
    ((person, _),) = here.identity.people_of("demo-family")
    donor = here.store.get(pseudonym_of(person.id, load_pseudonymiser(here.settings.keys, here.store)))
    assert donor is not None
    return donor


def test_a_family_sees_everything_that_is_held(family: FlaskClient, here: Opened) -> None:
    text = family.get("/your-data").text
    donor = child(here)
    assert donor.conditions[0].id in text
    assert text.count("<fieldset") == 3
    assert text.count("<li>") >= len(donor.findings)
    for anchor in ("see", "copy", "consents", "leave"):
        assert f'id="{anchor}"' in text
    assert donor.id not in text


@pytest.mark.parametrize(
    ("onset", "language", "said"),
    [
        ("P2Y1M", "en", "from the age of 2 years 1 month"),
        ("P1Y", "es", "a la edad de 1 año"),
        ("P3W", "ca", "3 setmanes"),
    ],
)
def test_ages_are_said_in_words(family: FlaskClient, here: Opened, onset: str, language: str, said: str) -> None:
    family.get("/your-data")
    here.store.put([replace(child(here), findings=(Finding("HP:0001250", "observed", onset),))])
    assert said in family.get(f"/your-data?lang={language}").text


def test_the_demonstrations_child_is_a_donor_that_was_there_and_nothing_is_counted_anew(
    family: FlaskClient, here: Opened
) -> None:
    before = here.store.count(), here.store.count(purpose="research")
    family.get("/your-data")
    assert (here.store.count(), here.store.count(purpose="research")) == before
    first = child(here)
    family.get("/your-data")
    assert child(here) == first


@pytest.mark.parametrize(
    ("language", "word"), [("en", "What we hold"), ("es", "Lo que tenemos"), ("ca", "El que tenim")]
)
def test_the_page_is_there_in_three_languages(family: FlaskClient, language: str, word: str) -> None:
    text = family.get(f"/your-data?lang={language}").text
    assert f'<html lang="{language}">' in text
    assert word in text


def test_a_copy_holds_everything_about_one_and_nothing_about_others(family: FlaskClient, here: Opened) -> None:
    key = person_of(family.get("/your-data").text)
    answer = family.get(f"/your-data/copy?person={key}")
    taken = json.loads(answer.text)
    donor = child(here)
    assert taken["donor"]["pseudonym"] == donor.id
    assert len(taken["findings"]) == len(donor.findings)
    assert "attachment" in answer.headers["Content-Disposition"]
    packet = json.loads(family.get(f"/your-data/copy?person={key}&as=phenopacket").text)
    assert packet["id"] == donor.id
    others = [other.id for other in here.store.donors() if other.id != donor.id]
    assert not any(other in answer.text for other in others)
    assert here.store.audit.events(action="export")[0].subject == link_hash(donor.id)


def test_taking_back_research_is_recorded_marked_and_audited(
    family: FlaskClient, here: Opened, reviews: list[Settings]
) -> None:
    text = family.get("/your-data").text
    form = {"csrf": token(text), "person": person_of(text), "use:research": "no", "use:contact": "yes"}
    answer = family.post("/your-data", data=form)
    assert answer.status_code == 303
    assert "said=saved" in answer.location
    donor = child(here)
    assert not donor.consents_to("research")
    assert donor.consents_to("contact")
    assert {one.kind for one in marks(here.settings)} == {"consent"}
    assert len(reviews) == 1
    assert here.store.audit.events(action="consent_withdrawn")[0].actor == "demo-family"
    assert "not counted in research" in family.get("/your-data").text
    family.post("/your-data", data={**form, "use:research": "yes"})
    assert child(here).consents_to("research")


def test_saving_without_a_change_changes_nothing(family: FlaskClient, here: Opened, reviews: list[Settings]) -> None:
    text = family.get("/your-data").text
    before = child(here)
    answer = family.post("/your-data", data={"csrf": token(text), "person": person_of(text), "use:research": "yes"})
    assert "said=unchanged" in answer.location
    assert (child(here), reviews, marks(here.settings)) == (before, [], [])


@pytest.mark.parametrize("form", [{}, {"sure": "yes"}, {"word": "delete"}, {"sure": "yes", "word": "yes"}])
def test_leaving_takes_the_box_and_the_word(family: FlaskClient, here: Opened, form: dict[str, str]) -> None:
    key = person_of(family.get("/your-data").text)
    asked = family.get(f"/your-data/leave?person={key}").text
    answer = family.post("/your-data/leave", data={"csrf": token(asked), "person": key, **form})
    assert answer.status_code == 400
    assert "Nothing was deleted" in answer.text
    assert child(here)


def test_whoever_leaves_is_gone_at_once_and_the_rest_follows(
    family: FlaskClient, here: Opened, reviews: list[Settings]
) -> None:
    key = person_of(family.get("/your-data").text)
    donor = child(here)
    count = here.store.count()
    asked = family.get(f"/your-data/leave?person={key}&lang=es").text
    form = {"csrf": token(asked), "person": key, "sure": "yes", "word": " Borrar "}
    answer = family.post("/your-data/leave", data=form)
    assert "están borrados" in answer.text
    assert here.store.get(donor.id) is None
    assert here.store.count() == count - 1
    assert here.identity.people_of("demo-family") == []
    assert [one.kind for one in marks(here.settings)] == ["erasure"]
    assert len(reviews) == 1


def test_a_form_without_our_token_changes_nothing(family: FlaskClient, here: Opened) -> None:
    key = person_of(family.get("/your-data").text)
    before = child(here)
    for path, form in (("/your-data", {"use:research": "no"}), ("/your-data/leave", {"sure": "yes", "word": "delete"})):
        assert family.post(path, data={"person": key, **form}).status_code == 400
        assert family.post(path, data={"person": key, "csrf": "x", **form}).status_code == 400
    assert child(here) == before


def related(here: Opened, kind: RelationKind, **days: dt.date) -> str:
    """The child of the demonstration, but of another relation and age; gives nothing."""
    ((person, relation),) = here.identity.people_of("demo-family")
    here.identity.put_person(replace(person, **days))
    here.identity.relate(replace(relation, kind=kind))
    return person.id


def test_a_second_relative_sees_and_changes_nothing(family: FlaskClient, here: Opened) -> None:
    text = family.get("/your-data").text
    related(here, "second_relative")
    key, before = person_of(text), child(here)
    seen = family.get("/your-data").text
    assert "Changing or deleting is for the person who gave the data" in seen
    assert 'id="leave"' not in seen
    assert family.get(f"/your-data/copy?person={key}").status_code == 200
    assert family.get(f"/your-data/leave?person={key}").status_code == 403
    form = {"csrf": token(text), "person": key}
    assert family.post("/your-data", data={**form, "use:research": "no"}).status_code == 403
    assert family.post("/your-data/leave", data={**form, "sure": "yes", "word": "delete"}).status_code == 403
    assert child(here) == before


def test_from_14_a_parent_says_no_and_no_longer_yes(family: FlaskClient, here: Opened) -> None:
    text = family.get("/your-data").text
    related(here, "legal_representative", own_consent_from=TODAY, majority_on=TODAY + dt.timedelta(days=1400))
    form = {"csrf": token(text), "person": person_of(text)}
    assert family.post("/your-data", data={**form, "use:research": "no"}).status_code == 303
    assert family.post("/your-data", data={**form, "use:research": "yes"}).status_code == 403
    assert not child(here).consents_to("research")


def test_from_18_a_parent_sees_nothing_any_more(family: FlaskClient, here: Opened) -> None:
    text = family.get("/your-data").text
    related(here, "legal_representative", majority_on=TODAY)
    seen = family.get("/your-data").text
    assert "18 or older" in seen
    assert child(here).conditions[0].id not in seen
    assert family.get(f"/your-data/copy?person={person_of(text)}").status_code == 404


def test_the_data_of_others_are_not_there(family: FlaskClient, here: Opened) -> None:
    family.get("/your-data")
    pseudonymiser = load_pseudonymiser(here.settings.keys, here.store)
    stranger = new_person(pseudonymiser, name="Xenia")
    here.identity.put_person(stranger)
    here.store.put(
        [
            Donor(
                pseudonym_of(stranger.id, pseudonymiser),
                "x",
                synthetic=True,
                findings=(Finding("HP:0001250", "observed"),),
            )
        ]
    )
    from workbench.web.own_people import OwnPerson

    key = OwnPerson(stranger, Relation("x", stranger.id, "self"), "").key
    text = family.get("/your-data").text
    assert key not in text
    for path in (f"/your-data?person={key}", f"/your-data/copy?person={key}", f"/your-data/leave?person={key}"):
        assert family.get(path).status_code == 404
    form = {"csrf": token(text), "person": key, "sure": "yes", "word": "delete", "use:research": "yes"}
    assert family.post("/your-data", data=form).status_code == 404
    assert family.post("/your-data/leave", data=form).status_code == 404


@pytest.mark.parametrize("role", [None, "researcher", "lead", "steward"])
def test_only_families_have_this_page(site: Flask, role: str | None) -> None:
    client = site.test_client()
    if role:
        client.post("/sign-in/demo", data={"csrf": token(client.get("/sign-in").text), "role": role})
    for path in ("/your-data", "/your-data/copy", "/your-data/leave"):
        assert guard.verdict(path, "GET", role) == ("refuse" if role else "sign in")
        assert client.get(path).status_code == (403 if role else 302)
        assert client.post(path, data={}).status_code != 200


def test_an_account_without_data_is_told_so(site: Flask, own_home: Settings, here: Opened) -> None:
    store, identity = open_store(own_home.store_url), open_identity(own_home.identity_url)
    for account in identity.accounts():  # the home may have been looked around in before it was copied
        for person, _ in identity.people_of(account.id):
            identity.remove_person(person.id)
    for donor in list(store.donors()):
        if donor.age_band == "5-11":
            store.put([replace(donor, age_band="0-4")])
    store.close()
    identity.close()
    client = site.test_client()
    client.post("/sign-in/demo", data={"csrf": token(client.get("/sign-in").text), "role": "family"})
    assert "No data belong to this account" in client.get("/your-data").text
