"""The frame of plain pages, in Catalan."""

from workbench.web.plain.frame_words import Problem, Words

WORDS = Words(
    code="ca",
    language="Català",
    skip="Ves al contingut",
    languages="Idioma",
    pages="Pàgines",
    invented="Demostració. Les persones i els números són inventats.",
    roles={
        "family": "Família",
        "researcher": "Recerca clínica",
        "lead": "Responsable d’estudi",
        "steward": "Responsable de les dades",
    },
    signed_in="Has entrat com a",
    sign_out="Surt",
    change_password="Canvia la contrasenya",
    your_data="Les teves dades",
    workbench="Taula de recerca",
    how_your_data="Com es tracten les teves dades",
    version="Versió {version}",
    snapshot="Còpia fixa {snapshot}",
    no_snapshot="Encara no hi ha còpia fixa",
    idle="La sessió es tanca després de {minutes} minuts sense ús",
    back="Ves a la primera pàgina",
    problems={
        400: Problem("Això no ha arribat bé", "Torna enrere, recarrega la pàgina i prova-ho un altre cop."),
        403: Problem(
            "Aquesta pàgina no està oberta per a tu",
            "És d’un altre tipus de compte. Si la necessites, pregunta a la persona responsable de les dades.",
        ),
        404: Problem("No existeix aquesta pàgina", "L’enllaç pot ser antic o estar mal escrit."),
        405: Problem("Aquesta pàgina no accepta això", "Torna enrere, recarrega la pàgina i prova-ho un altre cop."),
        413: Problem("És més gran del que acceptem", "Fes-ho més curt i prova-ho un altre cop."),
        429: Problem("Han estat massa vegades", "Espera uns minuts i prova-ho un altre cop."),
        500: Problem("Alguna cosa ha fallat per part nostra", "No s’ha perdut res teu. Prova-ho un altre cop."),
    },
    reference="Referència per demanar ajuda: {reference}",
)
