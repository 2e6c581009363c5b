"""The panels of the data page: pure functions of what the snapshot says about itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components import sentences
from components.asking import link
from components.figures.bars import Bar, bars
from components.panel import empty, panel
from components.tables import Column, Table, csv_file, number, share, table
from workbench.api.data import Provenance
from workbench.disclosure.release import Released
from workbench.disclosure.values import AnnotationQuality, Count, FactRow, ImportSummary

_THIRD_PARTIES = (
    ("Cases of Phenopacket Store, where imported", "BSD 3-Clause; see github.com/monarch-initiative/phenopacket-store"),
    ("Bootstrap and Bootstrap Icons", "MIT"),
    ("Source Sans Pro and Source Serif Pro", "SIL Open Font License 1.1"),
)
# How a setting of the build reads, and what it is for; a setting that is not here is shown by its name.
_LAYOUT: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    (
        "measure",
        "Closeness of two donors",
        {"default": "findings of one that the other has too, rare ones counting most"},
    ),
    ("neighbours", "Closest donors kept for each donor", {}),
    ("cells_across", "Map grid, hexagons across", {}),
    ("min_dist", "Least distance between two donors", {}),
    ("spread", "How far the donors spread", {}),
    ("seed", "Start of the random numbers", {}),
)
_SOURCES = {"demo": "synthetic donors (demo)"}


def snapshot(provenance: Provenance, cohort: str = "") -> html.Section:
    """Which snapshot this is, and what it was made of."""
    facts = [
        ("Snapshot", html.Code(provenance.snapshot)),
        ("Made", _when(provenance.created)),
        ("Human Phenotype Ontology", f"release {provenance.hpo_release}"),
        ("Sources", ", ".join(_SOURCES.get(one, one) for one in provenance.sources) or "none named"),
        ("Donors are", "synthetic, all or in part" if provenance.synthetic else "people whose consent allows research"),
    ]
    return panel(
        "One frozen set of donors answers every question",
        _facts(facts),
        subtitle="A withdrawal takes the donor out of the store at once; the next snapshot leaves the donor out too",
        footer="Cite the snapshot id with every number you take from here.",
        link=dcc.Link("How to cite", href=link("/help#cite", cohort)),
    )


def layout(provenance: Provenance) -> html.Section:
    """How the map was laid out: the settings of the build in words, each with its name for whoever builds it again."""
    return panel(
        "How the map was laid out",
        _facts(_layout_facts(provenance.settings), "facts facts-pairs"),
        subtitle="The same donors, ontology and settings give the same map; in small type the name of each setting",
    )


def _layout_facts(settings: Sequence[tuple[str, str]]) -> list[tuple[Component, str]]:
    given = dict(settings)
    known = [(name, words, values.get(given[name], given[name])) for name, words, values in _LAYOUT if name in given]
    names = {name for name, _, _ in known}
    other = [(name, name.replace("_", " ").capitalize(), value) for name, value in settings if name not in names]
    return [(html.Span([words, html.Small(name)]), value) for name, words, value in (*known, *other)]


def findings(released: Released[AnnotationQuality]) -> html.Section:
    """How many findings donors have."""
    quality = released.value
    data = Table(
        "Donors by number of findings recorded as present",
        (Column("Findings"), Column("Donors", True)),
        tuple((row.label, row.count) for row in quality.findings),
    )
    half = _half(quality.findings)
    lines = [Bar(row.label.replace("-", "–"), row.count, number(row.count)) for row in quality.findings]
    return panel(
        sentences.findings_per_donor(half, quality.findings),
        bars(lines, lead=range(half, len(lines)) if half else (0,)),
        subtitle="Donors by number of findings recorded as present",
        footer=f"{share(quality.with_excluded)} have a finding ruled out; {share(quality.diagnosed)} have a condition.",
        name="findings",
        data=data,
        file=csv_file("findings_per_donor", released.snapshot, released.synthetic),
    )


def _half(bands: Sequence[FactRow]) -> int:
    """Position of the highest band from which on half of the donors have so many findings or more; 0 without any."""
    whole = sum(row.count or 0 for row in bands)
    reaching = (at for at in range(len(bands)) if 2 * sum(row.count or 0 for row in bands[at:]) >= whole)
    return max(reaching, default=0) if whole else 0


def depth(released: Released[AnnotationQuality]) -> html.Section:
    """How exact the findings are."""
    rows = released.value.depth
    data = Table(
        "Donors by depth of their most specific finding",
        (Column("Most specific finding"), Column("Share of donors", True)),
        tuple((label, share(part)) for label, part in rows),
    )
    most = max(rows, key=lambda row: row[1].percent or 0, default=None)
    title = (
        f"{most[0]} in {share(most[1])} of donors"
        if most is not None and most[1].percent is not None
        else "No depth has ten donors or more"
    )
    lines = [Bar(_steps(label), part.percent, share(part)) for label, part in rows]
    return panel(
        title,
        bars(lines, lead=(rows.index(most),) if most is not None else ()),
        subtitle="Donors by depth of their most specific finding: the more steps down, the more exact",
        footer="The top is “Phenotypic abnormality”; each step leads to a narrower term.",
        name="depth",
        data=data,
        file=csv_file("donors_by_depth", released.snapshot, released.synthetic),
    )


def imports(released: Released[tuple[ImportSummary, ...]]) -> html.Section:
    """What came in, what was refused, and what the store does not hold."""
    if not released.value:
        return empty(
            "Nothing was imported yet",
            "Import phenopackets with: workbench import FILE --source NAME. "
            "What was refused or dropped then stands here.",
        )
    columns = (
        Column("Day"), Column("Source"), Column("Files read", True), Column("Stored", True), Column("Updated", True),
        Column("Unchanged", True), Column("Refused", True),
    )  # fmt: skip
    data = Table(
        "Imports, in files",
        columns,
        tuple(
            (one.on, one.source, one.read, one.stored, one.updated, one.unchanged, one.refused)
            for one in released.value
        ),
    )
    return panel(
        "What came in, what was refused, and what was dropped",
        [table(data), *_details(released.value)],
        subtitle="One file, one donor. A file is stored whole or not at all; the same file twice changes nothing",
        footer="Counts of files are released as counts of donors are: rounded to 5, and nothing under 10.",
    )


def files(provenance: Provenance) -> html.Section:
    """Checksums, so that anyone can tell that two snapshots are the same."""
    rows = provenance.checksums
    data = Table("Checksums", (Column("What"), Column("SHA-256")), rows)
    return panel(
        "The snapshot and its sources have checksums",
        subtitle="One for all files of the snapshot together; workbench snapshot verify prints it, too",
        name="files",
        data=data,
        file=csv_file("checksums", provenance.snapshot, provenance.synthetic),
        class_name="files-panel",
    )


def licences(provenance: Provenance) -> html.Section:
    """Under which terms the parts may be used."""
    return panel("Whose work this stands on", _facts((*provenance.licences, *_licences(provenance))))


def _steps(label: str) -> str:
    return label.removeprefix("Most specific finding ").removesuffix(" below the top")


def _licences(provenance: Provenance) -> tuple[tuple[str, str], ...]:
    synthetic = ("Synthetic donors", "drawn from the published annotations of HPO; no real person")
    return (*((synthetic,) if provenance.synthetic else ()), *_THIRD_PARTIES)


_REFUSED, _OF_TERMS = "Refused", "HPO terms of the findings"
_TERMS = {
    "kept": "current",
    "replaced": "obsolete or alternative, replaced by their successor",
    "unknown": "unknown to this HPO release, left out",
}


def _details(summaries: Sequence[ImportSummary]) -> list[Component]:
    parts = []
    for one in summaries:
        terms = tuple((_TERMS[kind], count) for kind, count in one.terms)
        for words, pairs in ((_OF_TERMS, terms), (_REFUSED, one.reasons), ("Not held by the store", one.dropped)):
            if pairs:
                head = html.P(f"{words} · {one.source}, {one.on}", className="label", style={"marginTop": "16px"})
                parts += [head, table(_pairs(words, pairs))]
    return parts


def _pairs(words: str, pairs: Sequence[tuple[str, Count]]) -> Table:
    what, times = {_REFUSED: ("Reason", "Files"), _OF_TERMS: ("Terms", "Times")}.get(words, ("Field", "Times"))
    return Table(words, (Column(what), Column(times, True)), tuple(pairs))


def _facts(facts: Sequence[tuple[object, object]], look: str = "facts") -> html.Dl:
    return html.Dl([part for name, words in facts for part in (html.Dt(name), html.Dd(words))], className=look)


def _when(created: str) -> str:
    return created[:16].replace("T", " ") + " UTC"
