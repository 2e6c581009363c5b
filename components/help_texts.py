"""What the words and numbers mean, in everyday language: anchor, heading, paragraphs."""

from __future__ import annotations

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "cohort",
        "What is a cohort?",
        (
            "A group of donors who share what you ask for: up to four clauses, all of which must be true. "
            "“Seizure and low muscle tone and age 0 to 4” is a cohort of three clauses. For “either of two”, "
            "pick the broader term above both.",
            "A cohort is a question, never a list of people. It lives in the address of the page, so a link is "
            "enough to share it, and asking it again on the same snapshot gives the same numbers.",
        ),
    ),
    (
        "hpo",
        "What is HPO?",
        (
            "The Human Phenotype Ontology is a list of about 19,000 signs and symptoms, each with a number, a "
            "name, and often everyday words: “Seizure”, HP:0001250, is “fits” to many families. It is a tree: "
            "“Focal-onset seizure” lies under “Seizure”. Asking for a broad term finds everybody with a "
            "narrower one.",
            "Because families and clinics in different countries write into the same list, one person’s “floppy"
            " baby” and another’s “muscular hypotonia” can be counted together.",
        ),
    ),
    (
        "states",
        "Recorded, ruled out, not recorded",
        (
            "Recorded: somebody saw it. Ruled out: somebody looked, and it was not there. Not recorded: nobody "
            "said anything about it. We never read “not recorded” as “absent”, so a share such as 30 % means: "
            "recorded in 30 % of donors. The true share may be higher.",
        ),
    ),
    (
        "released",
        "How counts are released",
        (
            "The data about single people never leave the server. Every number you see went through one gate: a"
            " small random amount is added or taken away, always the same for the same question; the result is "
            "rounded to 5; and anything under 10 is withheld.",
            "So counts are close, not exact: at 10 donors they may be off by about 12 %, at 50 by 3 %, at 500 "
            "by 0.3 %. Each number is released on its own, so parts need not add up to the whole.",
        ),
    ),
    (
        "withheld",
        "What does “withheld” mean?",
        (
            "Fewer than 10 donors, or none at all: the two look the same on purpose. Three findings are enough "
            "to single out more than one person in four, so small groups are not shown, and neither is whether "
            "they exist.",
            "A group is withheld as well where it differs by fewer than 10 people from one that you or your study "
            "asked about before: the difference would tell about these few. It looks like a group of nobody, and "
            "adding a clause that changes nothing looks the same. The group you asked about first stays open.",
            "What to do: pick a broader term, widen the age band, or drop a clause. Shares under 5 % or over 95"
            " % are shown as just that, because “nobody” and “everybody” would also tell something about each "
            "person.",
        ),
    ),
    (
        "statistics",
        "Intervals and q",
        (
            "A 95 % interval says how far the share may be off by chance: with 195 donors, 30 % may well be "
            "anything from 24 to 37 %. Wide intervals mean few donors.",
            "q is the share of false alarms to expect among all findings at least as different as this one. "
            "Below 0.05 is the usual line: of twenty such findings, about one differs by chance only. We "
            "compare hundreds of findings at once, so we correct for it (Fisher’s exact test, Benjamini and "
            "Hochberg 1995). Both are computed from the released counts. A difference is not a cause.",
        ),
    ),
    (
        "map",
        "What is the map?",
        (
            "A drawing of who resembles whom by findings. Each hexagon holds ten donors or more whose findings "
            "are alike; neighbours on the map resemble each other. Far apart means little: two distant groups "
            "are not “twice as different”. The place of a single donor is never shown.",
            "Named areas are groups of hexagons with at least 50 donors. Select an area to see what sets it "
            "apart, and make the selection a clause of your cohort.",
        ),
    ),
    (
        "closeness",
        "Closeness, and “nobody yet”",
        (
            "Closeness is the part of a profile that somebody else has too: a sum over shared findings, in which rare "
            "ones weigh more. Close findings count in part: febrile and focal seizures share “seizure”. Findings "
            "that were ruled out are shown and not scored.",
            "Close enough means closer than chance: at most 5 in 100 profiles of the same length, drawn by chance "
            "from the same areas of the body, come that close to ten donors. If fewer than ten people are close "
            "enough, the answer is “nobody yet”. You see the group, never a member of it.",
        ),
    ),
    (
        "conditions",
        "Conditions that fit, conditions that overlap",
        (
            "Both follow from published descriptions of conditions, not from donors. “Fits” means that the published "
            "findings resemble a profile; it is a list to think along, never a diagnosis. Conditions overlap when "
            "their published findings do.",
            "A group of conditions is shown only where it holds together under three checks: another way to measure "
            "likeness, coarser and finer groups, and findings drawn again at random. How many donors have a "
            "condition is a released count.",
        ),
    ),
)
