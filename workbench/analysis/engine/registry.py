"""The measures by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ontology.ontology import Ontology
from workbench.analysis.engine.best_match import lin_best_match, resnik_best_match
from workbench.analysis.engine.default import default_measure
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.measure import Measure
from workbench.analysis.engine.sim_gic import sim_gic
from workbench.errors import WorkbenchError

_MAKERS: Mapping[str, Callable[[Described, Ontology], Measure]] = {
    "default": default_measure,
    "resnik-bma": resnik_best_match,
    "lin-bma": lin_best_match,
    "simgic": sim_gic,
}

MEASURES = tuple(_MAKERS)


def measure(name: str, donors: Described, ontology: Ontology) -> Measure:
    """The measure of this name over these donors.

    Raises:
        WorkbenchError: There is none of this name.
    """
    if name not in _MAKERS:
        raise WorkbenchError(f"There is no measure called {name!r}.", do=f"Choose one of {', '.join(MEASURES)}.")
    return _MAKERS[name](donors, ontology)
