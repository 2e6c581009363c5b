"""The sign-in page, in Catalan."""

from workbench.web.plain.sign_in_words import Card, Words

WORDS = Words(
    title="Entra",
    document_title="Entra · Share4Rare",
    headline=("El que donen les famílies,", "torna a les famílies"),
    lead="Les famílies donen el que viuen. Qui investiga pregunta quantes persones hi ha i qui s’assembla a qui. "
    "Ningú no veu mai una persona.",
    points=(
        "Grups de {floor} o més, o res",
        "Les famílies llegeixen en la seva llengua com s’usen les seves dades",
        "Tothom pot retirar les seves dades quan vulgui",
    ),
    email="Correu electrònic",
    password="Contrasenya",
    button="Entra",
    provider="Entra amb el meu hospital",
    forgot="He oblidat la contrasenya",
    forgot_text="Pregunta a la persona responsable de les dades, o a qui et va donar el compte. S’assegura que ets tu "
    "i et dona una contrasenya nova. No enviem mai contrasenyes per correu.",
    look="O mira la demostració com",
    look_text="Un toc, sense contrasenya.",
    cards={
        "family": Card("Una família", "Veure què tenim de tu, triar per a què s’usa, marxar"),
        "researcher": Card("Investigadora o investigador clínic", "Formar un grup, veure el mapa, comparar"),
        "lead": Card("Responsable d’un estudi", "Tot això, i grups exactes per a un estudi aprovat"),
        "steward": Card("Responsable de les dades", "Aprovar estudis, vigilar el registre, gestionar comptes"),
    },
    refused="Amb aquest correu i aquesta contrasenya no es pot entrar. Revisa’ls tots dos. Després d’uns quants "
    "intents cal esperar uns minuts.",
    ended="La sessió s’ha tancat. Passa després de {minutes} minuts sense ús. Entra un altre cop.",
    stale="La pàgina ha estat oberta massa temps, o el teu navegador no desa galetes. Prova-ho un altre cop.",
    unknown="La teva organització et coneix, però aquí no tens compte. Demana’l a la persona responsable de les dades.",
    provider_failed="No s’ha pogut entrar amb la teva organització. Prova-ho un altre cop, o pregunta a la persona "
    "responsable de les dades.",
)
