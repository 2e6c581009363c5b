"""What the page `/similar` asks, as it stands after `#` in the address: browsers do not send that part anywhere.

`p=1166.2616&x=1083` is one profile: the digits of its recorded and of its ruled-out HPO ids. `p2` and `x2` are a second
one, `in=cohort` compares within the cohort of the address, and `edit=2` says that the second profile is being written.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ontology.terms import TermId
from workbench.cohorts.profile import Profile, to_fragment
from workbench.errors import InvalidQuery

PATH = "/similar"
_LISTS = ("p", "x", "p2", "x2")
_CHOICES = {"in": ("cohort",), "edit": ("2",)}
_DIGITS = 7
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One profile, or two that are compared; not yet checked against the ontology.

    Attributes:
        second: None unless two are compared.
        in_cohort: True where the profile is compared with the cohort of the address, not with all donors.
        edits_second: True where findings are added to the second profile.
    """

    first: Profile = field(default_factory=Profile)
    second: Profile | None = None
    in_cohort: bool = False
    edits_second: bool = False

    @property
    def edited(self) -> Profile:
        """The profile that findings are added to."""
        return self.second if self.edits_second and self.second is not None else self.first

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to ask: no recorded finding in any profile."""
        return not self.first.observed and not (self.second and self.second.observed)

    def adding(self, term: str) -> Asked:
        """With the term recorded, and no longer ruled out."""
        held = self.edited
        return self.writing(_profile((*held.observed, term), _less(held.excluded, term)))

    def ruling_out(self, term: str) -> Asked:
        """With the term ruled out, and no longer recorded."""
        held = self.edited
        return self.writing(_profile(_less(held.observed, term), (*held.excluded, term)))

    def removing(self, term: str) -> Asked:
        """Without the term."""
        held = self.edited
        return self.writing(_profile(_less(held.observed, term), _less(held.excluded, term)))

    def replacing(self, term: str, other: str) -> Asked:
        """With another term in place of a recorded one."""
        held = self.edited
        return self.writing(_profile((*_less(held.observed, term), other), held.excluded))

    def writing(self, profile: Profile) -> Asked:
        """With this profile in place of the one that is edited."""
        if self.edits_second and self.second is not None:
            return replace(self, second=profile)
        return replace(self, first=profile)

    def editing(self, second: bool) -> Asked:
        """The same question, with the first or the second profile being written."""
        return replace(self, edits_second=second)

    def comparing(self) -> Asked:
        """With a second profile, empty at first, which is the one to write next."""
        return replace(self, second=self.second or Profile(), edits_second=True, in_cohort=False)

    def alone(self) -> Asked:
        """The first profile without the second."""
        return replace(self, second=None, edits_second=False)

    def within(self, cohort: bool) -> Asked:
        """Compared with the cohort of the address, or with all donors."""
        return replace(self, in_cohort=cohort)


def to_hash(asked: Asked) -> str:
    """The question as it stands in the address, with its `#`."""
    parts = [to_fragment(asked.first) or "p="]
    if asked.second is not None:
        second = to_fragment(asked.second) or "p="
        parts += [part.replace("=", "2=", 1) for part in second.split("&")]
        parts += ["edit=2"] if asked.edits_second else []
    return "#" + "&".join([*parts, *(["in=cohort"] if asked.in_cohort else [])])


def from_hash(text: str | None) -> Asked:
    """The question that `to_hash` wrote; an empty one for an empty text.

    Raises:
        InvalidQuery: Not what `to_hash` writes.
    """
    held: dict[str, str] = {}
    for part in filter(None, (text or "").removeprefix("#").split("&")):
        key, _, value = part.partition("=")
        if key in held or not (_is_list(value) if key in _LISTS else value in _CHOICES.get(key, ())):
            raise InvalidQuery("This address holds no profile that can be read.", do="Enter the findings again.")
        held[key] = value
    first, second = _read(held, "p", "x"), _read(held, "p2", "x2")
    is_pair = "p2" in held or "x2" in held
    return Asked(first, second if is_pair else None, "in" in held and not is_pair, is_pair and "edit" in held)


def _read(held: dict[str, str], observed: str, excluded: str) -> Profile:
    return _profile(*(tuple(_term(one) for one in held.get(key, "").split(".") if one) for key in (observed, excluded)))


def _profile(observed: tuple[str, ...], excluded: tuple[str, ...]) -> Profile:
    return Profile(*(tuple(sorted({TermId(one) for one in terms})) for terms in (observed, excluded)))


def _less(terms: tuple[TermId, ...], term: str) -> tuple[TermId, ...]:
    return tuple(one for one in terms if one != term)


def _term(digits: str) -> TermId:
    return TermId(f"HP:{int(digits):07d}")


def _is_list(text: str) -> bool:
    return len(text) <= _MOST and all(_is_number(one) for one in text.split("."))


def _is_number(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal() and len(text) <= _DIGITS)
