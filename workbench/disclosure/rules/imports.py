"""Rule for what imports did."""

from __future__ import annotations

from collections.abc import Sequence

from data_access.records import ImportRecord
from workbench.analysis.results import ImportsResult
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.rules.base import rule
from workbench.disclosure.values import Count, ImportSummary


@rule(ImportsResult, tuple[ImportSummary, ...])
def imports(result: ImportsResult, numbers: Numbers) -> tuple[ImportSummary, ...]:
    """Imports with released counts of files. Reasons and fields under the floor are not listed."""
    return tuple(_summary(record, numbers) for record in result.records)


def _summary(record: ImportRecord, numbers: Numbers) -> ImportSummary:
    def count(field: str) -> Count:
        return numbers.lasting(f"import {record.id} {field}", getattr(record, field))

    def listed(kind: str, items: Sequence[tuple[str, int]]) -> tuple[tuple[str, Count], ...]:
        counted = [(name, numbers.lasting(f"import {record.id} {kind} {name}", n)) for name, n in items]
        return tuple(
            sorted((item for item in counted if item[1] is not None), key=lambda item: (-(item[1] or 0), item[0]))
        )

    return ImportSummary(
        on=record.at.date().isoformat(),
        source=record.source,
        read=count("read"),
        stored=count("stored"),
        updated=count("updated"),
        unchanged=count("unchanged"),
        refused=count("refused"),
        reasons=listed("reason", record.reasons),
        dropped=listed("dropped", record.dropped),
        terms=tuple((kind, count(f"terms_{kind}")) for kind in ("kept", "replaced", "unknown")),
    )
