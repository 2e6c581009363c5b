"""What the sign-in page says, one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """A role to look around as, in the demonstration: what it is called, and what it does."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """The page in one language, from top to bottom.

    Attributes:
        points: Three, in the order of their icons: people, loudspeaker, open door.
        provider: The button to the OpenID Connect provider, where its name is not set.
        refused: The one answer to every e-mail and password that do not let in.
        ended: After a session has ended by itself; has a place for the minutes.
        stale: The form was open too long, or the browser keeps no cookies.
        unknown: The provider knows the person, and we do not.
        provider_failed: The way through the provider did not end well.
        cards: Role -> card.
    """

    title: str
    document_title: str
    headline: tuple[str, str]
    lead: str
    points: tuple[str, str, str]
    email: str
    password: str
    button: str
    provider: str
    forgot: str
    forgot_text: str
    look: str
    look_text: str
    cards: Mapping[str, Card]
    refused: str
    ended: str
    stale: str
    unknown: str
    provider_failed: str
