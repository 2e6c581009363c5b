"""The gate: the only maker of `Released`.

It guards against mistakes: a result without a rule is refused, and nothing else can make what pages draw. What guards
against people is the noise, the floor and the grammar of questions (PRIVACY.md).
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from typing import Any, Generic, NoReturn, TypeVar

from workbench.cohorts.vocabulary import Meanings
from workbench.disclosure import sealed
from workbench.disclosure.ledger import Ledger
from workbench.disclosure.noise import derived_key
from workbench.disclosure.numbers import Numbers, Words
from workbench.disclosure.policy import Policy
from workbench.disclosure.rules import named_rules, rule_for
from workbench.errors import NotReleased

T = TypeVar("T")
_GATE = object()


@dataclass(frozen=True, slots=True)
class Released(Generic[T]):
    """An answer that went through the gate.

    Attributes:
        question: What was asked, canonical JSON.
        snapshot: Id of the snapshot that answered.
        synthetic: True when any donor of that snapshot is synthetic.
        made_by: Proof that the gate made it; nobody else has one.
    """

    value: T
    question: str
    snapshot: str
    synthetic: bool
    made_by: InitVar[object] = None

    def __post_init__(self, made_by: object) -> None:
        if made_by is not _GATE:
            raise NotReleased("Only the gate makes released values.", do="Ask a question of workbench.api.")

    def __reduce__(self) -> NoReturn:
        """Pickles would go around the gate."""
        raise NotReleased("Released values are not pickled.", do="Use Gate.dump and Gate.load.")


@dataclass(frozen=True, slots=True)
class About:
    """What an answer is about, and what is needed to tell equal questions and to write terms."""

    question: str
    snapshot: str
    synthetic: bool
    meanings: Meanings
    words: Words


@dataclass(frozen=True, slots=True)
class Gate:
    """Releases results by the rules of one tier.

    Attributes:
        key: The secret noise key of this installation, 32 bytes.
        ledger: Where questions about cohorts are written down.
    """

    policy: Policy
    key: bytes
    ledger: Ledger

    def release(self, result: object, about: About) -> Released[Any]:
        """The released value of a result.

        Raises:
            NotReleased: There is no rule for its type.
        """
        numbers = Numbers(self.policy, self.key, about.snapshot, about.meanings, about.words)
        value = rule_for(result).apply(result, numbers)
        return Released(value, about.question, about.snapshot, about.synthetic, _GATE)

    def dump(self, released: Released[Any], result: type, place: str) -> bytes:
        """A released value as bytes for the cache, sealed so that only what was dumped loads again.

        Args:
            result: The result type that it was released from.
            place: Key under which it will be kept; it loads from there only.
        """
        answer = {"question": released.question, "snapshot": released.snapshot, "synthetic": released.synthetic}
        body = sealed.write(named_rules()[result.__name__].released_as, result.__name__, released.value, answer)
        return sealed.seal(self._cache_key(), place, body)

    def load(self, data: bytes, result: type, place: str) -> Released[Any]:
        """What `dump` wrote.

        Raises:
            NotReleased: This gate did not write it, or not for this place.
        """
        body = sealed.unseal(self._cache_key(), place, data)
        value, answer = sealed.read(named_rules()[result.__name__].released_as, result.__name__, body)
        return Released(value, answer["question"], answer["snapshot"], answer["synthetic"], _GATE)

    def _cache_key(self) -> bytes:
        return derived_key(self.key, f"cache {self.policy.fingerprint()}")
