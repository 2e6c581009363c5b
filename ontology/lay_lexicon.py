"""A few dozen everyday words that HPO has no synonym for, so that they can be typed.

Not yet reviewed by a clinician. Written by us; the full lexicon in English, Spanish and Catalan is a later piece of
work. A word here only suggests a term in the type-ahead; nothing is mapped without a person choosing it.
"""

from __future__ import annotations

from typing import Literal

from ontology.terms import TermId

REVIEWED_BY_A_CLINICIAN = False

Language = Literal["en", "es"]

ENTRIES: tuple[tuple[str, Language, str, str], ...] = (
    # words, language, HPO id, label of that id (kept so that a reader, and a test, can check the pair)
    ("Fits", "en", "HP:0001250", "Seizure"),
    ("Convulsions", "en", "HP:0001250", "Seizure"),
    ("Convulsiones", "es", "HP:0001250", "Seizure"),
    ("Crisis epilépticas", "es", "HP:0001250", "Seizure"),
    ("Ataques epilépticos", "es", "HP:0001250", "Seizure"),
    ("Epilepsia", "es", "HP:0001250", "Seizure"),
    ("Floppy baby", "en", "HP:0008947", "Infantile muscular hypotonia"),
    ("Bebé flácido", "es", "HP:0008947", "Infantile muscular hypotonia"),
    ("Floppiness", "en", "HP:0001252", "Hypotonia"),
    ("Bajo tono muscular", "es", "HP:0001252", "Hypotonia"),
    ("Debilidad muscular", "es", "HP:0001324", "Muscle weakness"),
    ("Calambres musculares", "es", "HP:0003394", "Muscle spasm"),
    ("Marcha inestable", "es", "HP:0002317", "Unsteady gait"),
    ("Wobbly walk", "en", "HP:0002317", "Unsteady gait"),
    ("Walks on toes", "en", "HP:0030051", "Tip-toe gait"),
    ("Tiptoe walking", "en", "HP:0030051", "Tip-toe gait"),
    ("Camina de puntillas", "es", "HP:0030051", "Tip-toe gait"),
    ("Caídas frecuentes", "es", "HP:0002359", "Frequent falls"),
    ("Temblor", "es", "HP:0001337", "Tremor"),
    ("Shakes", "en", "HP:0001337", "Tremor"),
    ("Always tired", "en", "HP:0012378", "Fatigue"),
    ("Exhaustion", "en", "HP:0012378", "Fatigue"),
    ("Cansancio", "es", "HP:0012378", "Fatigue"),
    ("Short of breath", "en", "HP:0002094", "Dyspnea"),
    ("Falta de aire", "es", "HP:0002094", "Dyspnea"),
    ("Trouble swallowing", "en", "HP:0002015", "Dysphagia"),
    ("Dificultad para tragar", "es", "HP:0002015", "Dysphagia"),
    ("Throwing up", "en", "HP:0002013", "Vomiting"),
    ("Vómitos", "es", "HP:0002013", "Vomiting"),
    ("Diarrea", "es", "HP:0002014", "Diarrhea"),
    ("Estreñimiento", "es", "HP:0002019", "Constipation"),
    ("Dolor de barriga", "es", "HP:0002027", "Abdominal pain"),
    ("Tummy ache", "en", "HP:0002027", "Abdominal pain"),
    ("Dolor de cabeza", "es", "HP:0002315", "Headache"),
    ("Fiebre", "es", "HP:0001945", "Fever"),
    ("Blisters", "en", "HP:0008066", "Abnormal blistering of the skin"),
    ("Ampollas", "es", "HP:0008066", "Abnormal blistering of the skin"),
    ("Picor", "es", "HP:0000989", "Pruritus"),
    ("Fragile skin", "en", "HP:0001030", "Fragile skin"),
    ("Piel frágil", "es", "HP:0001030", "Fragile skin"),
    ("Yellow skin", "en", "HP:0000952", "Jaundice"),
    ("Piel amarilla", "es", "HP:0000952", "Jaundice"),
    ("Sordera", "es", "HP:0000365", "Hearing impairment"),
    ("Pérdida de audición", "es", "HP:0000365", "Hearing impairment"),
    ("Ceguera", "es", "HP:0000618", "Blindness"),
    ("Bizco", "es", "HP:0000486", "Strabismus"),
    ("Squint", "en", "HP:0000486", "Strabismus"),
    ("Cross-eyed", "en", "HP:0000486", "Strabismus"),
    ("Hand wringing", "en", "HP:0012171", "Stereotypical hand wringing"),
    ("Movimientos repetitivos de las manos", "es", "HP:0012171", "Stereotypical hand wringing"),
    ("Late talking", "en", "HP:0000750", "Delayed speech and language development"),
    ("Retraso del habla", "es", "HP:0000750", "Delayed speech and language development"),
    ("Late walking", "en", "HP:0031936", "Delayed ability to walk"),
    ("Tarda en caminar", "es", "HP:0031936", "Delayed ability to walk"),
    ("Slow development", "en", "HP:0001263", "Global developmental delay"),
    ("Retraso del desarrollo", "es", "HP:0001263", "Global developmental delay"),
    ("Autismo", "es", "HP:0000717", "Autism"),
    ("Trouble sleeping", "en", "HP:0002360", "Sleep abnormality"),
    ("Problemas de sueño", "es", "HP:0002360", "Sleep abnormality"),
    ("Estatura baja", "es", "HP:0004322", "Short stature"),
    ("Cabeza pequeña", "es", "HP:0000252", "Microcephaly"),
    ("Joint pain", "en", "HP:0002829", "Arthralgia"),
    ("Dolor de articulaciones", "es", "HP:0002829", "Arthralgia"),
    ("Bendy joints", "en", "HP:0001382", "Joint hypermobility"),
    ("Escoliosis", "es", "HP:0002650", "Scoliosis"),
    ("Palpitaciones", "es", "HP:0001962", "Palpitations"),
    ("Racing heart", "en", "HP:0001649", "Tachycardia"),
    ("Soplo en el corazón", "es", "HP:0030148", "Heart murmur"),
    ("Blood in pee", "en", "HP:0000790", "Hematuria"),
    ("Sangre en la orina", "es", "HP:0000790", "Hematuria"),
    ("Nosebleeds", "en", "HP:0000421", "Epistaxis"),
    ("Sangrado de nariz", "es", "HP:0000421", "Epistaxis"),
)


def everyday_words() -> tuple[tuple[TermId, str], ...]:
    """The terms and the words that lead to them."""
    return tuple((TermId(term), words) for words, _, term, _ in ENTRIES)
