"""The frame of plain pages, in English."""

from workbench.web.plain.frame_words import Problem, Words

WORDS = Words(
    code="en",
    language="English",
    skip="Skip to the content",
    languages="Language",
    pages="Pages",
    invented="Demonstration. Every person and every number here is invented.",
    roles={
        "family": "Family",
        "researcher": "Clinical researcher",
        "lead": "Study lead",
        "steward": "Data steward",
    },
    signed_in="Signed in as",
    sign_out="Sign out",
    change_password="Change password",
    your_data="Your data",
    workbench="Research workbench",
    how_your_data="How your data is processed",
    version="Version {version}",
    snapshot="Snapshot {snapshot}",
    no_snapshot="No snapshot yet",
    idle="You are signed out after {minutes} minutes without use",
    back="Go to the first page",
    problems={
        400: Problem("This did not arrive as it should", "Go back, load the page again, and try once more."),
        403: Problem(
            "This page is not open to you",
            "It belongs to another kind of account. Ask your data steward if you need it.",
        ),
        404: Problem("There is no such page", "The link may be old, or mistyped."),
        405: Problem("This page does not take that", "Go back, load the page again, and try once more."),
        413: Problem("This is larger than we accept", "Make it shorter, and try once more."),
        429: Problem("That was too often", "Wait a few minutes, and try once more."),
        500: Problem("Something went wrong on our side", "Nothing of yours is lost. Please try again."),
    },
    reference="Reference for support: {reference}",
)
