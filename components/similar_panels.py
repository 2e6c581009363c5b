"""The answered panels of a neighbourhood: how close, why, which conditions, what they lack and have besides."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dash import html

from components.figures.bars import Bar, bars
from components.figures.chance import chance_figure, chance_table
from components.figures.waterfall import waterfall, waterfall_table
from components.panel import empty, panel
from components.released_words import cardinal, inside
from components.sentences import fraction, one_of
from components.similar_lines import figures_row, finding_lines
from components.tables import WITHHELD, Column, Table, count_beside, number, share
from ontology.terms import TermId
from workbench.disclosure.neighbourhood_values import Neighbourhood, SharedPart
from workbench.disclosure.values import Count, FindingRow, FindingsComparison

_HALF = 50.0
_MOST_ROWS = 8
_FAR = 0.005
_MOST_NAMES = 3
ALL_DONORS, THE_COHORT = "all donors", "the donors of your cohort"
NOT_A_DIAGNOSIS = "Conditions among similar people, not a diagnosis."
CLOSENESS = (
    "Closeness counts what a donor and the profile have in common, as a part of all that the profile says: rare "
    "findings weigh most, and a broader finding that both have counts in part. 0 is nothing in common, 1 is the same "
    "findings. The closeness of a profile is that of its tenth nearest donor, so that no single donor decides it, "
    "told in steps of 0.05, give or take one. It is compared with profiles drawn by chance: as many findings, "
    "of the same parts of the body, put together at random. Close enough is what at most 5 in 100 of those reach."
)


def closeness_panel(found: Neighbourhood, among: str, file: str) -> html.Section:
    """How many are close, how close, and what chance gives; in the same frame where nobody is.

    Args:
        among: Whom the profile was compared with, such as `ALL_DONORS`.
    """
    nobody = found.size is None
    footer = (
        "A neighbourhood is shown only above the line: no match is better than one by chance. "
        "One that differs by a few people from a group asked about before is told as nobody, too."
    )
    why = html.Details([html.Summary("What closeness means"), html.P(CLOSENESS)], className="similar-explained")
    return panel(
        closeness_title(found),
        [figures_row(_figures(found)), chance_figure(found), why],
        subtitle=_chance_words(found, among),
        footer=footer if nobody else "Close enough: above what 95 of 100 profiles drawn by chance reach.",
        name="similar-closeness",
        data=chance_table(found),
        file=file,
    )


def closeness_title(found: Neighbourhood) -> str:
    """How many donors are close, as a sentence."""
    if found.size is None:
        return "Nobody is close enough to this profile yet"
    far = " far" if found.chance.as_close <= _FAR * found.chance.draws else ""
    return f"About {number(found.size)} donors are close to this profile,{far} closer than chance"


def why_panel(found: Neighbourhood, file: str) -> html.Section:
    """What each finding of the profile adds to what the neighbourhood shares with it."""
    return panel(
        why_title(found),
        waterfall(found),
        subtitle="Each finding adds the part of the profile that they share by it, in percent; rare findings weigh "
        "more. Broader findings count with the finding they stand above.",
        footer="Average over the neighbourhood. The parts add up to the sum as printed.",
        name="similar-why",
        data=waterfall_table(found),
        file=file,
    )


def why_title(found: Neighbourhood) -> str:
    """The one or two findings that make most of what is shared, by rule."""
    told = [part for part in found.parts if part.part]
    if not told or not found.shared:
        return "What they share is spread too thinly to show"
    first = told[0].part or 0.0
    if len(told) == 1 or first / found.shared >= 0.45:
        return f"{told[0].label} makes {fraction(first / found.shared)} of what they share"
    two = (first + (told[1].part or 0.0)) / found.shared
    return f"{told[0].label} and {inside(told[1].label)} make {fraction(two)} of what they share"


def conditions_panel(found: Neighbourhood, file: str) -> html.Section:
    """Conditions of ten donors or more in the neighbourhood."""
    rows = found.conditions[:_MOST_ROWS]
    lines = [Bar(row.label, row.count, number(row.count)) for row in rows]
    if rest := found.conditions[len(rows) :]:
        lines.append(Bar("Others", None, f"{cardinal(len(rest))} more in the table"))
    elif found.other_conditions:
        lines.append(Bar("Others", None, f"{WITHHELD} each, or none named"))
    body = bars(lines, lead=()) if found.conditions else html.P(_NO_CONDITION, className="panel-text")
    return panel(
        conditions_title(found),
        body,
        subtitle=f"Donors of the neighbourhood by condition. {NOT_A_DIAGNOSIS}",
        footer="Each number is rounded to 5 and a little uncertain, most of all in so small a group.",
        name="similar-conditions",
        data=conditions_table(found),
        file=file,
    )


_NO_CONDITION = "Each condition among them has fewer than ten donors, or they have none that is named."


def conditions_title(found: Neighbourhood) -> str:
    """Which conditions make up half of the neighbourhood, or which is the commonest, by rule from released counts."""
    rows, size = found.conditions, found.size or 0
    if not rows or not size:
        return "No condition has ten donors or more among them"
    for many in range(1, min(_MOST_NAMES, len(rows)) + 1):
        if sum(row.count or 0 for row in rows[:many]) > size / 2:
            return f"Most of them have {one_of([row.label for row in rows[:many]])}"
    return f"{rows[0].label} is the commonest condition among them, with about {number(rows[0].count)} donors"


def conditions_table(found: Neighbourhood) -> Table:
    """The conditions with their donors, and that there are others."""
    rows: list[tuple[str, str, Count]] = [(row.label, row.key, row.count) for row in found.conditions]
    if found.other_conditions:
        rows.append(("Other conditions, or none named", "", None))
    columns = (Column("Condition"), Column("Id"), Column("Donors of the neighbourhood", number=True))
    return Table("Conditions among similar people", columns, tuple(rows))


def more_panel(
    findings: FindingsComparison, recorded: Collection[TermId], ruled_out: Collection[TermId], among: str, file: str
) -> html.Section:
    """Findings that the neighbourhood has and the profile does not mention.

    Args:
        recorded: Terms that the profile says already.
        among: Whom the profile was compared with.
    """
    rows = besides(findings, recorded)
    if not rows:
        return empty("They have nothing else in common", "No other finding is clearly commoner among them.")
    lines = [
        (row.label, _lay(row, ruled_out), share(row.cohort_share), share(row.everyone_share))
        for row in rows[:_MOST_ROWS]
    ]
    return panel(
        more_title(rows[0]),
        finding_lines(_heads(findings.cohort, among), lines, "Findings they have besides"),
        subtitle=f"Findings they have more often than {among}, and the profile does not mention",
        footer="Worth looking for, if not yet done.",
        name="similar-more",
        data=_besides_table(rows, ruled_out),
        file=file,
    )


def more_title(first: FindingRow) -> str:
    """The commonest of these findings as a sentence."""
    part = first.cohort_share
    among = fraction((part.percent or 0.0) / 100) if part.bound == "exact" else share(part)
    return f"{among[:1].upper()}{among[1:]} of them have {inside(first.label)}"


def besides(findings: FindingsComparison, recorded: Collection[TermId]) -> list[FindingRow]:
    """Findings that clearly more of them have than of all donors, less those that the profile says; commonest first."""
    rows = [
        row
        for row in findings.rows
        if row.term not in recorded
        and row.cohort_share.percent is not None
        and row.cohort_share.bound != "under"
        and row.cohort_share.percent > (row.everyone_share.percent or 0.0)
        and (row.q is None or row.q < 0.05)
    ]
    return sorted(rows, key=lambda row: (-(row.cohort_share.percent or 0.0), row.label))


def lack_panel(found: Neighbourhood, among: str, file: str) -> html.Section:
    """Findings of the profile that half or more of the neighbourhood lack."""
    rows = lacking(found)
    if not rows:
        every = "Every finding of the profile is recorded in more than half of them."
        return empty("They have what the profile says", every)
    many = len(rows)
    noun = "finding" if many == 1 else "findings"
    lines = [(part.label, part.lay, _kept(part), share(part.everyone_share)) for part in rows[:_MOST_ROWS]]
    columns = ("Finding", "HPO id", "Donors of the neighbourhood", "Their share", "Compared with")
    data = Table(
        "Findings of the profile that half or more of them lack",
        tuple(Column(name, number=at > 1) for at, name in enumerate(columns)),
        tuple((p.label, p.term, count_beside(p.count, p.share), share(p.share), share(p.everyone_share)) for p in rows),
    )
    return panel(
        f"{cardinal(many).capitalize()} {noun} of the profile that half or more of them lack",
        finding_lines(_heads(found.size, among), lines, "Findings that half or more of them lack"),
        subtitle="In the profile, not recorded in at least half of the neighbourhood",
        footer="“Lack” means not recorded, not “ruled out”.",
        name="similar-lack",
        data=data,
        file=file,
    )


def lacking(found: Neighbourhood) -> list[SharedPart]:
    """Findings of the profile that at most half of the neighbourhood has, the commonest first; withheld ones last."""
    rows = [part for part in found.parts if part.share.percent is None or part.share.percent <= _HALF]
    return sorted(rows, key=lambda part: (part.share.percent is None, -(part.share.percent or 0.0), part.label))


def _heads(size: Count, among: str) -> tuple[str, str, str]:
    return "Finding", f"Of the {number(size)}", "All donors" if among == ALL_DONORS else "The cohort"


def _kept(part: SharedPart) -> str:
    return WITHHELD if part.share.bound == "withheld" else share(part.share)


def _figures(found: Neighbourhood) -> list[tuple[str, str]]:
    chance = found.chance
    is_nobody = found.size is None
    size = "nobody yet" if is_nobody else f"about {number(found.size)}"
    reached = f"{found.closeness:.2f}" if found.closeness else f"under {chance.threshold:.2f}"
    told = [
        (size, "size of the neighbourhood" if is_nobody else "donors in the neighbourhood"),
        (reached, f"closeness; chance gives {chance.median:.2f}"),
    ]
    if found.closeness:
        closer = "are as close or closer" if is_nobody else "came as close"
        told.append((f"{chance.as_close} of {chance.draws}", f"chance profiles {closer}"))
    return told


def _chance_words(found: Neighbourhood, among: str) -> str:
    chance = found.chance
    if found.size is None:
        return f"The nearest of {among} share no more with it than profiles drawn by chance do"
    came = "None" if not chance.as_close else cardinal(chance.as_close).capitalize()
    return f"Among {among}. {came} of {chance.draws} profiles of the same length, drawn by chance, came this close"


def _lay(row: FindingRow, ruled_out: Collection[TermId]) -> str:
    if row.term in ruled_out:
        return f"{row.lay.rstrip('.')}; you ruled it out" if row.lay else "You ruled it out"
    return row.lay


def _besides_table(rows: Sequence[FindingRow], ruled_out: Collection[TermId]) -> Table:
    names = ("Finding", "HPO id", "In lay words", "Donors among them", "Their share", "Compared with", "Ruled out")
    told = ["yes" if row.term in ruled_out else "" for row in rows]
    cells = tuple(
        (
            row.label,
            row.term,
            row.lay,
            count_beside(row.cohort, row.cohort_share),
            share(row.cohort_share),
            share(row.everyone_share),
            out,
        )
        for row, out in zip(rows, told, strict=True)
    )
    columns = tuple(Column(name, number=2 < at < 6) for at, name in enumerate(names))
    return Table("Findings of the neighbourhood that the profile does not mention", columns, cells)
