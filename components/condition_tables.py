"""The numbers of the condition pages as tables, for the page and for download."""

from __future__ import annotations

from components.tables import Column, Table
from workbench.disclosure.condition_values import ConditionMap, UndiagnosedPlacement

ALONE = "in no group"
NOT_DESCRIBED = "no published findings"


def conditions_table(view: ConditionMap) -> Table:
    """One row a condition: its group and released donors; those that no publication describes come last."""
    names = {group.id: group.name for group in view.groups}
    drawn = [
        (disc.name, disc.id, names.get(disc.group, ALONE) if disc.group is not None else ALONE, disc.count)
        for disc in view.discs
    ]
    others = [(name, identifier, NOT_DESCRIBED, count) for identifier, name, count in view.not_described]
    columns = (Column("Condition"), Column("Code"), Column("Group"), Column("Donors", number=True))
    return Table("Conditions of ten donors or more", columns, (*drawn, *others))


def groups_table(view: ConditionMap) -> Table:
    """One row a group: how it holds and how large it is."""
    rows = tuple((group.name, f"{group.holds:.2f}", len(group.conditions), group.count) for group in view.groups)
    heads = ("Group", "Holds", "Conditions", "Donors")
    return Table("Groups of conditions", tuple(Column(head, number=head != "Group") for head in heads), rows)


def groups_file(view: ConditionMap) -> Table:
    """The same for the download, with what marks each group and its conditions."""
    names = {disc.id: disc.name for disc in view.discs}
    brief = groups_table(view)
    more = (
        (
            "; ".join(f"{label} ({term})" for term, label, _ in group.terms),
            "; ".join(f"{names.get(one, one)} ({one})" for one in group.conditions),
        )
        for group in view.groups
    )
    rows = tuple((*first, *last) for first, last in zip(brief.rows, more, strict=True))
    return Table(brief.caption, (*brief.columns, Column("Findings that mark it"), Column("Its conditions")), rows)


def undiagnosed_table(placed: UndiagnosedPlacement) -> Table:
    """Donors without a diagnosis by the group that they lie nearest to."""
    rows = (*placed.groups, ("Near no single group", placed.alone), ("All without a diagnosis", placed.undiagnosed))
    columns = (Column("Nearest diagnosed donors"), Column("Donors without a diagnosis", number=True))
    return Table("Donors without a diagnosis, by the group they lie nearest to", columns, rows)
