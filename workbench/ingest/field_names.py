"""Names of fields: those of the phenopacket schema, and those that only a direct identifier has.

A name outside the schema may itself be about a person, so it is never shown or kept: `shown_name`.
"""

from __future__ import annotations

import re
from functools import lru_cache

UNKNOWN_FIELD = "(unknown field)"

# https://phenopacket-schema.readthedocs.io, versions 1 and 2, with VRS and VRSATILE as far as they are used there.
_SCHEMA_WORDS = """
    id subject phenotypicFeatures measurements biosamples interpretations diseases medicalActions files metaData
    alternateIds dateOfBirth timeAtLastEncounter ageAtCollection vitalStatus sex karyotypicSex gender taxonomy
    status timeOfDeath causeOfDeath survivalTimeInDays
    description type label excluded negated severity modifiers onset classOfOnset resolution evidence evidenceCode
    reference age ageRange ontologyClass timestamp interval gestationalAge iso8601duration iso8601Duration
    start end weeks days
    assay value complexValue quantity typedQuantities unit referenceRange low high timeObserved procedure
    individualId derivedFromId sampledTissue sampleType phenotypicMeasurements timeOfCollection histologicalDiagnosis
    tumorProgression tumorGrade pathologicalStage pathologicalTnmFinding diagnosticMarkers materialSample
    sampleProcessing sampleStorage
    progressStatus diagnosis disease genomicInterpretations summary subjectOrBiosampleId interpretationStatus
    call gene variantInterpretation acmgPathogenicityClassification therapeuticActionability variationDescriptor
    variation vcfRecord genomeAssembly chrom pos ref alt qual filter info xrefs alternateLabels extensions
    moleculeContext structuralType vrsRefAlleleSeq allelicState geneContext valueId symbol expressions syntax version
    allele haplotype copyNumber text definition sequenceId interval sequenceInterval startNumber endNumber state
    literalSequenceExpression sequence location members subject number
    term diseaseStage clinicalTnmFinding primarySite laterality stage tumorStage
    treatment radiationTherapy therapeuticRegimen treatmentTarget treatmentIntent responseToTreatment adverseEvents
    treatmentTerminationReason agent routeOfAdministration doseIntervals drugType cumulativeDose scheduleFrequency
    modality bodySite dosage fractions identifier externalReference startTime endTime regimenStatus code performed
    uri individualToFileIdentifiers fileAttributes htsFiles htsFormat genes variants
    created createdBy submittedBy resources updates phenopacketSchemaVersion externalReferences
    namespacePrefix url iriPrefix comment updatedBy
    proband relatives pedigree cohort phenopackets consanguinousParents
    persons familyId paternalId maternalId affectedStatus
"""
_SCHEMA = frozenset(_SCHEMA_WORDS.split())

# Spelt without case, spaces, hyphens and underscores.
_IDENTIFIERS = {
    "a date of birth": """dateofbirth birthdate birthdatetime birthday dob datebirth fechanacimiento fechadenacimiento
        geburtsdatum geburtstag datenaissance datedenaissance datadinascita datanascita datadenascimento""",
    "a name": """firstname lastname familyname givenname givennames surname middlename maidenname birthname fullname
        patientname subjectname personname nickname firstnames lastnames nombre nombres apellido apellidos nom prenom
        vorname nachname nome cognome sobrenome""",
    "an address": """address addresses homeaddress postaladdress streetaddress streetname postcode postalcode zipcode
        zip direccion adresse indirizzo domicilio codigopostal""",
    "a telephone number": """phone phones phonenumber telephone telephonenumber mobile mobilephone mobilenumber
        cellphone fax faxnumber telefono telefon handynummer""",
    "an e-mail address": "email emails emailaddress mail correo correoelectronico",
    "an identity or hospital number": """ssn socialsecuritynumber nationalid nationalidnumber passport passportnumber
        mrn medicalrecordnumber hospitalnumber hospitalid patientnumber nhsnumber insurancenumber healthcardnumber
        dni nif nie codicefiscale""",
}
IDENTIFIER_NAMES: dict[str, str] = {name: kind for kind, names in _IDENTIFIERS.items() for name in names.split()}


@lru_cache(maxsize=4096)
def camel_case(name: str) -> str:
    """A field name of either spelling in camelCase: `timeAtLastEncounter` for `time_at_last_encounter`."""
    return re.sub(r"(?<=[A-Za-z0-9])_+([A-Za-z0-9])", lambda found: found[1].upper(), name)


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A field name without case, spaces, hyphens and underscores."""
    return re.sub(r"[\W_]", "", name).casefold()


def shown_name(name: str) -> str:
    """The field name if the schema or the list of identifiers knows it, else `(unknown field)`."""
    return name if name in _SCHEMA or bare(name) in IDENTIFIER_NAMES or name == "name" else UNKNOWN_FIELD
