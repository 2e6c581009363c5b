"""The question of an approved study: a cohort with alternatives and negation, eight conditions at most.

`{"all": [clause, {"any": [clause, ...]}, {"not": clause}, {"not": {"any": [...]}}]}`
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workbench.cohorts.canonical import simplest
from workbench.cohorts.clauses import AnyOf, Clause, Not, StudyClause, clause_data
from workbench.cohorts.query import parse
from workbench.cohorts.text import Glossary, phrase
from workbench.cohorts.vocabulary import Meanings, Vocabulary
from workbench.errors import InvalidQuery, InvalidTerm

MOST_CONDITIONS = 8
_MOST_NOTS = 4


@dataclass(frozen=True, slots=True)
class StudyQuery:
    """Donors that fit every part; no part means all donors."""

    clauses: tuple[StudyClause, ...] = ()


def parse_study(data: object, vocabulary: Vocabulary) -> StudyQuery:
    """The question that decoded JSON stands for, as written.

    Raises:
        InvalidQuery: Wrong shape, unknown key or value, more than eight conditions.
        InvalidTerm: An unknown or obsolete term, or one that is no phenotype.
    """
    if not isinstance(data, Mapping) or set(data) != {"all"} or not isinstance(data["all"], list):
        raise InvalidQuery(
            'The question of a study is an object with one key, "all", that holds a list.',
            do='For example {"all": [{"any": [{"observed": "HP:0001250"}, {"observed": "HP:0001252"}]}]}.',
        )
    if len(data["all"]) > MOST_CONDITIONS:
        raise _too_many(len(data["all"]))
    query = StudyQuery(
        tuple(_part(item, f"part {at}", vocabulary, _MOST_NOTS) for at, item in enumerate(data["all"], 1))
    )
    if (many := len(conditions(query))) > MOST_CONDITIONS:
        raise _too_many(many)
    return query


def parse_study_json(text: str, vocabulary: Vocabulary) -> StudyQuery:
    """The question that JSON text stands for.

    Raises:
        InvalidQuery: Not JSON, or as in `parse_study`.
    """
    if len(text) > 20_000:
        raise InvalidQuery("This definition is too long.", do=f"At most {MOST_CONDITIONS} conditions are allowed.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InvalidQuery("This is not JSON.", do="Check brackets, quotes and commas.", where=where) from None
    if isinstance(data, Mapping) and "definition" in data:  # a downloaded answer or definition, with what it cites
        data = data["definition"]
    return parse_study(data, vocabulary)


def study_data(query: StudyQuery) -> dict[str, list[dict[str, object]]]:
    """The question as JSON-ready data; `parse_study` gives it back."""
    return {"all": [clause_data(clause) for clause in query.clauses]}


def conditions(query: StudyQuery) -> tuple[Clause, ...]:
    """Every condition in the question, whether asked for, offered or negated, in the order written."""
    return tuple(_within(query.clauses))


def canonical_study(query: StudyQuery, meanings: Meanings) -> StudyQuery:
    """The one form of all questions that mean the same, as `simplest` makes it."""
    return StudyQuery(tuple(one for one in simplest(query.clauses, meanings) if isinstance(one, StudyClause)))


def study_sentence(query: StudyQuery, glossary: Glossary) -> str:
    """The question in one sentence."""
    if not query.clauses:
        return "All donors."
    return f"Donors with all of: {'; '.join(_words(clause, glossary) for clause in query.clauses)}."


def _part(item: object, where: str, vocabulary: Vocabulary, nots: int) -> StudyClause:
    if not isinstance(item, Mapping) or len(item) != 1:
        raise InvalidQuery("A part is an object with exactly one key.", where=where)
    key, value = next(iter(item.items()))
    if key == "any":
        return _any(value, where, vocabulary)
    if key == "not":
        if not nots:
            raise InvalidQuery("Too many negations stand one inside another.", where=where, do="Write it plainly.")
        return _negated(_part(value, where, vocabulary, nots - 1))
    return _plain(item, where, vocabulary)


def _plain(item: object, where: str, vocabulary: Vocabulary) -> Clause:
    """A clause of the explore tier; what is wrong with it is said with its place in the whole definition."""
    try:
        return parse({"all": [item]}, vocabulary).clauses[0]
    except (InvalidQuery, InvalidTerm) as error:
        raise type(error)(error.what, do=error.do, where=where) from None


def _any(value: object, where: str, vocabulary: Vocabulary) -> AnyOf:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_CONDITIONS:
        raise InvalidQuery(f'"any" holds a list of one to {MOST_CONDITIONS} clauses.', where=where)
    if any(isinstance(item, Mapping) and {"any", "not"} & set(item) for item in value):
        raise InvalidQuery('"any" holds plain clauses only.', where=where, do="Take the inner list or negation apart.")
    return AnyOf(tuple(_plain(item, f"{where}, option {at}", vocabulary) for at, item in enumerate(value, 1)))


def _negated(clause: StudyClause) -> StudyClause:
    return clause.of if isinstance(clause, Not) else Not(clause)


def _within(clauses: Iterable[StudyClause]) -> Iterator[Clause]:
    for clause in clauses:
        match clause:
            case AnyOf(options):
                yield from options
            case Not(of):
                yield from _within((of,))
            case _:
                yield clause


def _words(clause: StudyClause, glossary: Glossary) -> str:
    match clause:
        case AnyOf(options):
            return f"any of ({', or '.join(phrase(one, glossary) for one in options)})"
        case Not(of):
            return f"not known to fit {_words(of, glossary)}"
        case _:
            return phrase(clause, glossary)


def _too_many(many: int) -> InvalidQuery:
    return InvalidQuery(
        f"This question has {many} conditions; at most {MOST_CONDITIONS} are allowed.",
        do="Remove some, or pick a broader finding that covers several.",
    )
