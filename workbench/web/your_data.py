"""The page "Your data": see everything, take it along, choose what it may be used for, leave. No script is needed.

Every request finds the person anew among those to whom the signed-in account is related, and asks the table of
`workbench.consent.acting` whether it may do what it is about to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, request

from data_access.audit import link_hash
from workbench.consent.purposes import GENERAL_PURPOSES, study_of
from workbench.disclosure.policy import EXPLORE
from workbench.jobs.consents import Change, change_consent, purposes_that_stand
from workbench.rights.erasure import begin
from workbench.rights.export import Export, export
from workbench.web import cookies, visits
from workbench.web.background import review_consents
from workbench.web.own_people import OwnPerson, estate, own_people
from workbench.web.plain.language import language_of, words
from workbench.web.plain.pages import page, problem, secure

_AGE = re.compile(r"([0-9.]+)([YMWD])")
_FACTS = ("sex", "age_band", "country", "region", "source")


def your_data() -> Blueprint:
    """The routes of this module."""
    blueprint = Blueprint("your_data", __name__)
    blueprint.add_url_rule("/your-data", "show", _show, methods=["GET"])
    blueprint.add_url_rule("/your-data", "choose", _choose, methods=["POST"])
    blueprint.add_url_rule("/your-data/copy", "copy", _copy, methods=["GET"])
    blueprint.add_url_rule("/your-data/leave", "ask", _ask, methods=["GET"])
    blueprint.add_url_rule("/your-data/leave", "leave", _leave, methods=["POST"])
    return blueprint


def _words() -> Any:
    return words("your_data", language_of(request, g.get("session")))


def _chosen(key: str | None) -> OwnPerson | None:
    """The person of this account that the key names; the first one where none is named."""
    people = own_people(g.session.account)
    if not key:
        return people[0] if people else None
    return next((one for one in people if one.key == key), None)


def _show() -> Response:
    said = _words()
    people = own_people(g.session.account)
    own = _chosen(request.args.get("person"))
    if own is None:
        return problem(404) if people else page("your_data_none", words=said, title=said.nobody_title, text=said.nobody)
    if not own.may("see"):
        return page("your_data_none", words=said, title=_name(own, said), text=said.of_age)
    taken = _export(own)
    chosen = request.args.get("said")
    return page(
        "your_data",
        words=said,
        people=[(one.key, _name(one, said), one.key == own.key) for one in people],
        person=own,
        whose=_name(own, said),
        held=taken.json,
        findings=[{**finding, "onset": _onset(finding["onset"], said)} for finding in taken.json["findings"]],
        facts=[(said.facts[fact], _fact(taken.json["donor"][fact], said)) for fact in _FACTS],
        choices=_choices(own, taken, said),
        may_give=own.may("give"),
        may_write=own.may("give") or own.may("withdraw"),
        may_erase=own.may("erase"),
        note={"saved": said.saved, "unchanged": said.unchanged}.get(chosen or "", ""),
        floor=EXPLORE.floor,
    )


def _name(own: OwnPerson, said: Any) -> str:
    return own.person.name or said.nameless


def _fact(value: str | None, said: Any) -> str:
    return str(said.values.get(value, value) if value else said.not_known)


def _onset(onset: str | None, said: Any) -> str:
    """When a finding began, in words; empty where it is not known as an age."""
    parts = _AGE.findall(onset) if onset and onset.startswith("P") else []
    age = " ".join(f"{number} {said.units[unit][number != '1']}" for number, unit in parts)
    return str(said.onset.format(age=age)) if age else ""


def _export(own: OwnPerson) -> Export:
    held = estate()
    return export(
        held.store,
        own.donor_id,
        ontology=held.ontology,
        now=visits.now(),
        identity=held.identity,
        pseudonymiser=held.pseudonymiser,
    )


def _choices(own: OwnPerson, taken: Export, said: Any) -> list[dict[str, Any]]:
    """One row a purpose: its words, whether it stands, and since when it does not."""
    consents = taken.json["consents"]
    purposes = dict.fromkeys([*GENERAL_PURPOSES, *(consent["purpose"] for consent in consents)])
    rows = []
    for purpose in purposes:
        study = study_of(purpose)
        lay = said.purposes["study" if study else purpose]
        mine = [consent for consent in consents if consent["purpose"] == purpose]
        shown = next((one for one in mine if one["standing"] == "stands"), mine[-1] if mine else None)
        rows.append(
            {
                "purpose": purpose,
                "name": lay.name.format(study=study or ""),
                "yes": lay.yes,
                "no": lay.no,
                "stands": bool(shown and shown["standing"] == "stands"),
                "history": _history(shown, said),
            }
        )
    return rows


def _history(consent: Mapping[str, Any] | None, said: Any) -> str:
    if consent is None:
        return str(said.standings["never"])
    standing = consent["standing"]
    days = {"withdrawn": consent["withdrawn_on"], "frozen": consent["frozen_on"]}
    return str(said.standings[standing].format(day=days.get(standing) or consent["given_on"]))


def _copy() -> Response:
    own = _chosen(request.args.get("person"))
    if own is None or not own.may("see"):
        return problem(404)
    taken = _export(own)
    as_phenopacket = request.args.get("as") == "phenopacket"
    data = taken.phenopacket if as_phenopacket else taken.json
    visits.note(g.session.account.id, "export", subject=link_hash(own.donor_id))
    response = Response(json.dumps(data, ensure_ascii=False, indent=2), mimetype="application/json")
    name = "phenopacket" if as_phenopacket else "your-data"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


def _choose() -> Response:
    own = _chosen(request.form.get("person"))
    if own is None:
        return problem(404)
    held, today = estate(), visits.now().date()
    donor = held.store.get(own.donor_id)
    if donor is None:
        return problem(404)
    stand = purposes_that_stand(donor, today, own.person.majority_on)
    known = {*GENERAL_PURPOSES, *(consent.purpose for consent in donor.consents)}
    wanted: list[tuple[str, Change]] = []
    for purpose in sorted(known):
        answer = request.form.get(f"use:{purpose}")
        if answer == "yes" and purpose not in stand:
            wanted.append((purpose, "give"))
        elif answer == "no" and purpose in stand:
            wanted.append((purpose, "withdraw"))
    if not all(own.may(change) for _, change in wanted) or not (own.may("give") or own.may("withdraw")):
        return problem(403)
    for purpose, change in wanted:
        change_consent(
            held.settings,
            held.store,
            own.donor_id,
            purpose,
            change,
            actor=g.session.account.id,
            by=own.giver,
            today=today,
            age=own.age_band(donor, today),
            majority_on=own.person.majority_on,
        )
    if wanted:
        review_consents(held.settings)
    return cookies.leading_to(f"/your-data?person={own.key}&said={'saved' if wanted else 'unchanged'}#consents")


def _ask(said_wrong: bool = False) -> Response:
    own = _chosen(request.values.get("person"))
    if own is None:
        return problem(404)
    if not own.may("erase"):
        return problem(403)
    said = _words()
    return page(
        "your_data_leave",
        status=400 if said_wrong else 200,
        words=said,
        person=own,
        whose=_name(own, said),
        wrong=said.not_sure if said_wrong else "",
    )


def _leave() -> Response:
    own = _chosen(request.form.get("person"))
    if own is None:
        return problem(404)
    if not own.may("erase"):
        return problem(403)
    said = _words()
    typed = request.form.get("word", "").strip().casefold()
    if request.form.get("sure") != "yes" or typed != said.leave_word:
        return _ask(said_wrong=True)
    held, name, account = estate(), _name(own, said), g.session.account
    begin(held, own.donor_id, account.id)
    review_consents(held.settings)
    stays = held.identity.account(account.id) is not None
    if not stays:
        g.session = None
    response = page("your_data_gone", words=said, whose=name)
    return response if stays else cookies.drop(response, cookies.SESSION, secure=secure())
