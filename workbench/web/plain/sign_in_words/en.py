"""The sign-in page, in English."""

from workbench.web.plain.sign_in_words import Card, Words

WORDS = Words(
    title="Sign in",
    document_title="Sign in · Share4Rare",
    headline=("What families give,", "given back to them."),
    lead="Families donate what they live with. Researchers ask how many and who is like whom. "
    "Nobody ever sees a person.",
    points=(
        "Groups of {floor} or more, or nothing",
        "Families read how their data is used, in their language",
        "Anyone can take their data back, at any time",
    ),
    email="E-mail",
    password="Password",
    button="Sign in",
    provider="Use my hospital account",
    forgot="Forgot your password?",
    forgot_text="Ask your data steward, or whoever gave you this account. They make sure that it is you, and give you "
    "a new password. We never send passwords by e-mail.",
    look="Or look around as",
    look_text="One click, no password. Only in the demonstration.",
    cards={
        "family": Card("A family", "See what is held about you, choose what it is used for, leave"),
        "researcher": Card("Clinical researcher", "Build a cohort, see the map, compare two groups"),
        "lead": Card("Study lead", "All of that, and exact groups for an approved study"),
        "steward": Card("Data steward", "Approve studies, watch the log, manage accounts"),
    },
    refused="This e-mail and this password do not let you in. Check both. After several tries you have to wait "
    "for some minutes.",
    ended="You are signed out. That happens after {minutes} minutes without use. Please sign in again.",
    stale="This page was open for too long, or your browser keeps no cookies. Please try once more.",
    unknown="Your organisation knows you, but there is no account for you here. Ask your data steward for one.",
    provider_failed="Signing in with your organisation did not work. Please try again, or ask your data steward.",
)
