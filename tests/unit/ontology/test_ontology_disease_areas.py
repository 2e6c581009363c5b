"""Which disease belongs to which area."""

from __future__ import annotations

import pytest

from ontology.disease_areas import AREAS, area_name, area_of


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Duchenne muscular dystrophy", "neuromuscular"),
        ("Spinal muscular atrophy, type I", "neuromuscular"),
        ("Charcot-Marie-Tooth disease, type 4A", "neuromuscular"),
        ("Nephroblastoma", "paediatric_tumours"),
        ("Wilms tumor 1", "paediatric_tumours"),
        ("Recessive dystrophic epidermolysis bullosa inversa", "epidermolysis_bullosa"),
        ("Epidermolysis bullosa simplex with muscular dystrophy", "epidermolysis_bullosa"),
        ("Phenylketonuria", "phenylketonuria"),
        ("Atypical Rett syndrome", "rett"),
        ("Alpha-1-Antitrypsin deficiency", "alpha_1_antitrypsin"),
        ("Long QT syndrome 1", "cardiac"),
        ("Cardiomyopathy, dilated, 1A", "cardiac"),
        ("Alport syndrome", "renal"),
        ("Marfan syndrome", "vascular"),
        ("Barrett esophagus", None),
        ("Gilles de la tourette syndrome", None),
        ("Maternal phenylketonuria", None),
        ("Epidermolysis bullosa acquisita", None),
        ("Visceral myopathy 1", None),
        ("Becker nevus syndrome", None),
        ("Cystic fibrosis", None),
    ],
)
def test_a_name_tells_the_area(name: str, area: str | None) -> None:
    assert area_of("OMIM:000000", name) == area


def test_areas_have_distinct_ids_and_plain_names() -> None:
    assert len({area.id for area in AREAS}) == len(AREAS)
    assert area_name(AREAS[0].id) == "Epidermolysis bullosa"
