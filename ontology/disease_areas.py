"""The disease areas that the platform serves, and which published disease belongs to which.

A rule looks at the name, since OMIM, ORPHA and MONDO names share their head words and ids do not group. The areas
are those of the platform's programme, not a classification of disease: most rare diseases belong to none.
"Undiagnosed" is what is known of a donor, not of a disease, so it is no area here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NewType

AreaId = NewType("AreaId", str)


@dataclass(frozen=True, slots=True)
class DiseaseArea:
    """One area and the names of diseases that belong to it.

    Attributes:
        names: What the name of a disease in the area holds; regular expressions, any of them.
        but_not: What it does not hold.
        ids: Diseases that belong whatever they are called.
    """

    id: AreaId
    name: str
    names: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()

    def holds(self, disease_id: str, name: str) -> bool:
        """True where the disease belongs to the area by its id or name."""
        if disease_id in self.ids:
            return True
        return bool(_any_of(self.names).search(name)) and not (self.but_not and _any_of(self.but_not).search(name))


AREAS: tuple[DiseaseArea, ...] = (
    DiseaseArea(
        AreaId("epidermolysis_bullosa"),
        "Epidermolysis bullosa",
        (r"\bepidermolysis bullosa\b", r"^kindler\b"),
        (r"\bacquisita\b",),
    ),
    DiseaseArea(AreaId("phenylketonuria"), "Phenylketonuria", (r"\bphenylketonuria\b",), (r"\bmaternal\b",)),
    DiseaseArea(AreaId("rett"), "Rett syndrome", (r"\brett syndrome\b",)),
    DiseaseArea(
        AreaId("alpha_1_antitrypsin"),
        "Alpha-1 antitrypsin deficiency",
        (r"\balpha.?1.?antitrypsin deficiency\b",),
    ),
    DiseaseArea(
        AreaId("paediatric_tumours"),
        "Rare tumours of childhood",
        (
            r"\b(neuro|nephro|retino|medullo|hepato|pineo|pancreato|pleuropulmonary )blastoma\b",
            r"\b(wilms tumor|rhabdomyosarcoma|ewing sarcoma|osteosarcoma|rhabdoid tumor|ependymoma)\b",
            r"\b(optic pathway|diffuse intrinsic pontine|diffuse midline) glioma\b",
            r"\b(p(a)?ediatric hepatocellular|adrenocortical carcinoma, p(a)?ediatric)\b",
            r"\bjuvenile myelomonocytic leuk(a)?emia\b",
            r"\bp(a)?ediatric (tumou?r|cancer|germ cell)",
            r"\bchoroid plexus (carcinoma|papilloma)\b",
        ),
        (r"\bnoonan\b", r"\bganglioneuroblastoma\b", r"\bsubependymoma\b", r"\bmyxopapillary\b"),
    ),
    DiseaseArea(
        AreaId("neuromuscular"),
        "Neuromuscular disorders",
        (
            r"\bmuscular dystroph", r"\b(neuro)?myopath(y|ies)\b", r"\bmyasthen(ia|ic)\b",
            r"\b(spinal|bulbar) muscular atroph", r"\bcharcot.marie.tooth\b", r"\bamyotrophic lateral sclerosis\b",
            r"\bmotor neuron disease\b", r"\bneuromuscular\b", r"\b(para|neuro)?myotoni(a|c)\b",
            r"\bdystrophia myotonica\b", r"\b(hypo|hyper)kal(a)?emic periodic paralysis\b",
            r"\bhereditary motor\b", r"\bmotor and sensory, ", r"\bmotor neuropathy\b",
            r"\b(inclusion body|juvenile dermato|dermato|poly|necrotizing )myositis\b", r"\binclusion body myositis\b",
            r"\bglycogen storage disease (ii|v|vii)\b", r"\bpompe\b", r"\bmcardle\b",
            r"\bthomsen and becker\b",
        ),
        (
            r"\bvisceral myopathy\b", r"\bwith or without myopathy\b", r"\bpyomyositis\b", r"\behlers",
            r"\b(poikiloderma|klippel.feil|gonadal|liver failure|neurodevelopmental)\b", r"^intellectual\b",
        ),
    ),
    DiseaseArea(
        AreaId("cardiac"),
        "Rare heart diseases",
        (
            r"\bcardiomyopath(y|ies)\b", r"\bventricular (dysplasia|tachycardia|fibrillation|noncompaction|arrhythmia)",
            r"\b(long|short) qt syndrome\b", r"\bbrugada\b", r"\batrial (fibrillation|standstill|tachyarrhythmia)\b",
            r"\b(atrial|ventricular|atrioventricular) septal defect\b", r"\bheart block\b", r"\bsinus node\b",
            r"\bsick sinus\b", r"\bcardiac (conduction|arrhythmia|valvular)", r"^congenital heart (defects?|block)\b",
            r"\btetralogy of fallot\b", r"\bhypoplastic left heart\b", r"\bmitral valve prolapse\b",
            r"\baortic valve (disease|stenosis)\b", r"\bbicuspid aortic valve\b",
            r"\btransposition of the great arteries\b", r"\bjervell\b", r"\bholt.oram\b", r"\bheart.hand syndrome\b",
            r"\bwolff.parkinson.white\b", r"\bpulmonary atresia\b", r"\bconotruncal heart\b",
        ),
        (
            r"\bataxia\b", r"\bdeafness\b", r"\bmental retardation\b", r"\bintellectual\b", r"\bdevelopmental\b",
            r"\bmitochondrial dna depletion\b", r"\blymph(o)?edema\b", r"\bhirschsprung\b", r"\bmicrocephaly\b",
            r"\b(brachydactyly|language delay|immunodeficiency|hypomagnes(a)?emia|encephalomyopathic)\b",
            r"\bneurodevelopmental\b",
        ),
    ),
    DiseaseArea(
        AreaId("renal"),
        "Rare kidney diseases",
        (
            r"\bpolycystic kidney\b", r"\bnephrotic syndrome\b", r"\bnephronophthisis\b", r"\balport\b",
            r"\bbartter\b", r"\bgitelman\b", r"\bliddle\b", r"\bdent disease\b", r"\blowe syndrome\b",
            r"\boculocerebrorenal\b", r"\bcystinosis\b", r"\bcystinuria\b", r"\bfanconi renotubular\b",
            r"\brenal tubular (acidosis|dysgenesis)\b", r"\bglomerulo(sclerosis|nephritis|pathy|nephropathy)\b",
            r"\bc3 glomerul", r"\bh(a)?emolytic.ur(a)?emic\b", r"\bprimary hyperoxaluria\b", r"^hyperoxaluria, primary",
            r"\b(tubulointerstitial|medullary cystic) kidney\b", r"\biga nephropathy\b",
            r"\bnephrogenic diabetes insipidus\b", r"^diabetes insipidus, nephrogenic",
            r"\b(renal|kidney) (hypo)?dysplasia\b", r"\brenal hypodysplasia", r"\brenal agenesis\b",
            r"\bhypomagnes(a)?emia \d*,? ?,? ?(renal|intestinal)", r"\bkidney disease\b",
        ),
        (
            r"\bcardiomyopathy\b", r"\bintellectual\b", r"\bdeafness\b", r"\bcongenital heart\b", r"\bmicrocephaly\b",
            r"\binterstitial lung\b", r"\bhemihyperplasia\b", r"\baniridia\b", r"\bcataracts\b",
            r"\bventriculomegaly\b", r"\bcerebellar\b", r"\b(mullerian|uterus)\b",
            r"\btorticollis\b", r"\bneuro(facio|develop)",
            r"\blipodystrophy\b", r"\b(immunity|antibody)\b", r"\bhypotonia.cystinuria\b", r"\bosteopetrosis\b",
        ),
    ),
    DiseaseArea(
        AreaId("vascular"),
        "Rare vascular diseases",
        (
            r"\baneurysm", r"\baortic dissection\b", r"\bloeys.dietz\b", r"^(neonatal )?marfan syndrome\b",
            r"\behlers.danlos syndrome, vascular\b", r"\bvascular ehlers.danlos\b",
            r"\bh(a)?emorrhagic telangiectasia\b", r"\btelangiectasia, hereditary h(a)?emorrhagic\b",
            r"\bmoyamoya\b", r"\barterial tortuosity\b", r"\barteritis\b", r"\bpolyarteritis\b", r"\bvasculitis\b",
            r"\b(arteriovenous|capillary|cavernous|venous|glomuvenous|lymphatic) malformation",
            r"\bprimary lymph(o)?edema\b", r"\bpulmonary arterial hypertension\b", r"^pulmonary hypertension, primary",
            r"\barteriopathy\b", r"\bfibromuscular dysplasia\b", r"\barterial calcification\b",
            r"\bvein of galen\b", r"\bklippel.tr(e|é)naunay\b", r"\bsturge.weber\b", r"\bcoarctation of the aorta\b",
            r"^aorta coarctation\b", r"\bthromboangiitis\b", r"\bbehçet|\bbehcet",
        ),
        (
            r"\bautoinflammat", r"\bmarfanoid\b", r"\bintellectual\b", r"\bretinal\b", r"\bm(icro|egal(en)?)cephaly\b",
            r"\bischiocoxopodopatellar\b", r"\bpolyposis\b", r"\bcirrhosis\b", r"\bventric", r"\binterventricular\b",
            r"\bseptal defects\b", r"\bmegalencephaly\b",
        ),
    ),
)  # fmt: skip


def area_of(disease_id: str, name: str) -> AreaId | None:
    """The area of a disease; None where it belongs to none. The first area in `AREAS` that holds it."""
    return next((area.id for area in AREAS if area.holds(disease_id, name)), None)


def area_name(area_id: AreaId) -> str:
    """The plain name of an area.

    Raises:
        KeyError: There is no such area.
    """
    return {area.id: area.name for area in AREAS}[area_id]


_COMPILED: dict[tuple[str, ...], re.Pattern[str]] = {}


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    if patterns not in _COMPILED:
        _COMPILED[patterns] = re.compile("|".join(patterns), re.IGNORECASE)
    return _COMPILED[patterns]
