"""Which conditions synthetic donors have, and how often: the platform's disease areas, led by those it serves most.

Shares are invented for the demonstration. What a condition looks like is not: it comes from published annotations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ontology.disease_areas import AreaId


@dataclass(frozen=True, slots=True)
class LeadingCondition:
    """A condition that many synthetic donors have.

    Attributes:
        id: The id that is recorded.
        weight: Share in its area, relative to the other leading conditions of the area.
        described_by: Another id for the same condition, whose annotations complete the profile.
        onset: Ages at onset in years, from and until, where no annotation says.
        oldest: Greatest age in years.
        female: Share of girls and women, where inheritance does not say.
    """

    id: str
    weight: float
    described_by: str = ""
    onset: tuple[float, float] | None = None
    oldest: float = 85.0
    female: float | None = None


@dataclass(frozen=True, slots=True)
class AreaShare:
    """How large a disease area is among donors.

    Attributes:
        share: Share of all donors with a condition of an area.
        leading: Share of the leading conditions in the area; the rest goes to its other published diseases.
        onset: Ages at onset in years, from and until, where nothing else says.
        oldest: Greatest age in years.
    """

    share: float
    leading: float
    onset: tuple[float, float]
    oldest: float
    conditions: tuple[LeadingCondition, ...]


_C = LeadingCondition

AREA_SHARES: Mapping[AreaId, AreaShare] = MappingProxyType(
    {
        AreaId("neuromuscular"): AreaShare(0.34, 0.75, (1, 30), 80, (
            _C("OMIM:310200", 30, "ORPHA:98896", (2, 5), 38),  # Duchenne
            _C("OMIM:300376", 8, "ORPHA:98895", (5, 25), 70),  # Becker
            _C("OMIM:253300", 8, "", (0, 0.5), 9),  # spinal muscular atrophy 1
            _C("OMIM:253550", 7, "", (0.5, 1.5), 40),  # spinal muscular atrophy 2
            _C("OMIM:253400", 6, "", (1.5, 20), 75),  # spinal muscular atrophy 3
            _C("OMIM:160900", 11, "ORPHA:273", (5, 45), 75),  # myotonic dystrophy 1
            _C("OMIM:158900", 8, "ORPHA:269", (8, 35), 80),  # facioscapulohumeral dystrophy
            _C("OMIM:253600", 5, "ORPHA:267", (6, 30), 75),  # limb-girdle 2A
            _C("OMIM:118220", 8, "ORPHA:101081", (3, 25), 80),  # Charcot-Marie-Tooth 1A
            _C("OMIM:232300", 4, "ORPHA:365", (0, 45), 75),  # Pompe
            _C("OMIM:254090", 3, "", (0, 1), 45),  # Ullrich
            _C("OMIM:256030", 2, "", (0, 1), 45),  # nemaline 2
        )),
        AreaId("paediatric_tumours"): AreaShare(0.09, 0.85, (0, 14), 32, (
            _C("ORPHA:635", 24, "OMIM:256700", (0, 5), 25),  # neuroblastoma
            _C("ORPHA:790", 18, "OMIM:180200", (0, 4), 30),  # retinoblastoma
            _C("ORPHA:654", 18, "", (0.5, 7), 30),  # nephroblastoma
            _C("ORPHA:616", 18, "", (2, 12), 30),  # medulloblastoma
            _C("ORPHA:668", 12, "", (8, 18), 35),  # osteosarcoma
            _C("ORPHA:251636", 10, "", (1, 12), 30),  # ependymoma
        )),
        AreaId("epidermolysis_bullosa"): AreaShare(0.12, 0.80, (0, 0.1), 70, (
            _C("OMIM:226600", 30, "ORPHA:79408", (0, 0.05), 50),  # recessive dystrophic
            _C("OMIM:131750", 20, "ORPHA:231568", (0, 0.1), 75),  # dominant dystrophic
            _C("OMIM:131760", 20, "ORPHA:79396", (0, 0.1), 70),  # simplex, Dowling-Meara
            _C("OMIM:131900", 14, "ORPHA:79399", (0, 1), 75),  # simplex, generalized intermediate
            _C("OMIM:226700", 8, "ORPHA:79404", (0, 0.05), 4),  # junctional, Herlitz
            _C("OMIM:173650", 8, "ORPHA:2908", (0, 0.2), 60),  # Kindler
        )),
        AreaId("phenylketonuria"): AreaShare(0.09, 0.95, (0, 0.1), 60, (
            _C("OMIM:261600", 100, "ORPHA:716", (0, 0.1), 60),
        )),
        AreaId("rett"): AreaShare(0.09, 0.95, (0.5, 2), 45, (
            _C("OMIM:312750", 88, "ORPHA:778", (0.5, 2), 45, 0.98),
            _C("OMIM:613454", 12, "ORPHA:3095", (0, 0.5), 30),  # congenital variant
        )),
        AreaId("alpha_1_antitrypsin"): AreaShare(0.07, 0.98, (20, 50), 80, (
            _C("OMIM:613490", 100, "ORPHA:60", (15, 50), 80),
        )),
        AreaId("cardiac"): AreaShare(0.07, 0.65, (3, 50), 80, (
            _C("OMIM:192600", 30, "", (10, 45), 80),  # hypertrophic cardiomyopathy 1
            _C("OMIM:192500", 24, "", (3, 20), 75),  # long QT 1
            _C("OMIM:115200", 16, "", (15, 50), 75),  # dilated cardiomyopathy 1A
            _C("OMIM:601144", 16, "", (20, 50), 75, 0.25),  # Brugada 1
            _C("OMIM:604772", 14, "", (3, 20), 60),  # catecholaminergic polymorphic tachycardia
        )),
        AreaId("renal"): AreaShare(0.07, 0.65, (0, 25), 75, (
            _C("OMIM:301050", 30, "", (2, 15), 70, 0.35),  # Alport, X-linked
            _C("OMIM:219800", 20, "", (0.3, 2), 45),  # cystinosis
            _C("OMIM:263800", 18, "", (5, 25), 75),  # Gitelman
            _C("OMIM:235400", 16, "", (0, 40), 75),  # atypical haemolytic uraemic syndrome
            _C("OMIM:256100", 16, "", (4, 14), 45),  # nephronophthisis 1
        )),
        AreaId("vascular"): AreaShare(0.06, 0.75, (1, 45), 80, (
            _C("OMIM:154700", 36, "ORPHA:558", (0, 20), 75),  # Marfan
            _C("OMIM:187300", 26, "", (5, 30), 80),  # hereditary haemorrhagic telangiectasia 1
            _C("OMIM:130050", 20, "", (5, 30), 65),  # Ehlers-Danlos, vascular
            _C("OMIM:609192", 18, "", (0, 12), 60),  # Loeys-Dietz 1
        )),
    }
)  # fmt: skip

UNRELATED: tuple[tuple[str, float, float], ...] = (
    ("HP:0012378", 6, 5),  # fatigue
    ("HP:0002315", 6, 5),  # headache
    ("HP:0002099", 5, 3),  # asthma
    ("HP:0000545", 6, 6),  # myopia
    ("HP:0000964", 6, 0),  # eczema
    ("HP:0002019", 5, 0),  # constipation
    ("HP:0000739", 5, 6),  # anxiety
    ("HP:0003193", 5, 4),  # allergic rhinitis
    ("HP:0000821", 2, 18),  # hypothyroidism
    ("HP:0001891", 3, 0),  # iron deficiency anaemia
    ("HP:0025502", 4, 3),  # overweight
    ("HP:0003418", 5, 14),  # back pain
    ("HP:0002020", 4, 0),  # gastro-oesophageal reflux
    ("HP:0002076", 3, 8),  # migraine
    ("HP:0100785", 3, 14),  # insomnia
    ("HP:0000716", 3, 14),  # depression
    ("HP:0000822", 4, 35),  # hypertension
    ("HP:0000403", 3, 0),  # recurrent otitis media
    ("HP:0001763", 3, 3),  # pes planus
    ("HP:0001537", 2, 0),  # umbilical hernia
    ("HP:0000483", 3, 4),  # astigmatism
    ("HP:0500093", 3, 0),  # food allergy
    ("HP:0001061", 3, 12),  # acne
    ("HP:0100512", 3, 0),  # low vitamin D
    ("HP:0000540", 3, 4),  # hypermetropia
    ("HP:0000670", 3, 3),  # dental caries
    ("HP:0000023", 2, 0),  # inguinal hernia
    ("HP:0007018", 2, 6),  # attention deficit
)
"""Findings that have nothing to do with the condition: HPO id, weight, youngest age in years."""
