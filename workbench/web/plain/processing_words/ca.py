"""How your data is processed, in Catalan."""

from workbench.web.plain.processing_words import Point, Words

WORDS = Words(
    language="ca",
    kicker="Les teves dades",
    title="Com es tracten les teves dades",
    lead="Ens les vas donar perquè servissin. Aquí veus com es fan servir, qui veu què i com te les pots endur.",
    synthetic="Demostració. Les persones i els números són inventats.",
    promises_title="El que prometem",
    promises=(
        Point("Grups de {floor} o més.", "Ningú no veu un grup més petit. Ni les famílies ni qui investiga."),
        Point(
            "Ningú no obre la teva fitxa.", "Qui investiga pregunta «quantes?» i rep un número. Mai no veu una persona."
        ),
        Point("El teu nom va a part.", "És en un altre lloc, amb una altra clau."),
        Point("Pots marxar.", "No preguntem per què. Les teves dades deixen d'existir aquí."),
    ),
    steps_title="Què passa amb una resposta",
    steps=(
        Point("Ens ho expliques amb les teves paraules", "«Li cau el cap quan està cansada.»"),
        Point(
            "Es busca en una llista comuna",
            "Així es pot comptar juntes una família de Lisboa i una de Lublin. La llista es diu HPO.",
        ),
        Point("Es parteix en dos", "Qui ets va per un costat. El que ens expliques va per un altre."),
        Point(
            "Passa a ser part d'un número",
            "Canviem una mica cada número, a l'atzar. Després l'arrodonim de {rounding} en {rounding}.",
        ),
        Point(
            "La gent llegeix el número",
            "Ningú no llegeix la teva resposta al costat del teu nom. Les teves paraules es queden amb nosaltres.",
        ),
    ),
    you_are=Point("Qui ets", "Nom, correu, qui pot actuar per tu"),
    you_told=Point("El que ens vas explicar", "Senyals, malaltia, sexe, tram d'edat, país o regió"),
    apart="Només les uneix una clau que és fora dels dos llocs. Es fa servir per a les teves dades i per a res més.",
    who_title="Qui pot veure què",
    who="Qui",
    sees="Veu",
    who_rows=(
        Point("Tu", "Tot el que ens vas donar"),
        Point("Altres famílies", "Resultats de tot el grup. A tu, mai."),
        Point("Qui investiga", "Números arrodonits de {floor} o més. Mai una persona ni les teves paraules."),
        Point(
            "Responsables d'un estudi",
            "El mateix. I, en un estudi aprovat, {evaluations} números de grups que van escriure abans.",
        ),
        Point("Responsable de les dades", "Qui va preguntar què i quan. Atén qui vol marxar."),
        Point("La resta del món", "Aquesta pàgina i el que es publica."),
    ),
    small_title="Com es veu un grup petit",
    small="Quan hi ha menys de {floor} persones darrere d'un número, veus ratlles i aquestes paraules. "
    "Si no hi ha ningú es veu igual, expressament. També es tapen alguns grups una mica més grans de {floor}.",
    small_shown=Point("Menys de {floor} persones", "Són massa poques per ensenyar-ho sense que es reconegui ningú."),
    attack_title="Provem de trencar la nostra promesa",
    attack="Un programa nostre sap algunes coses d'una persona inventada, o d'un cas ja publicat. "
    "Prova d'esbrinar-ne una més: sí o no?",
    attack_question="Quantes vegades va encertar, en 100 intents",
    coin="Sense aquesta persona a les dades",
    here="El nostre atacant, en aquest lloc",
    simpler="El nostre atacant, en un lloc més simple",
    out_of="{n} de 100",
    attack_reading="La primera barra és el que es pot endevinar només amb el grup. Ser-hi a prop és bo. "
    "El lloc més simple només tapa els grups de menys de {floor}. "
    "Última prova: {day}, {targets} persones, fins a {budget} preguntes per a cadascuna.",
    not_measured="Aquesta versió encara no s'ha mesurat.",
    cannot=Point(
        "El que no podem prometre.",
        "Ningú no pot dir «mai» d'un risc. Si alguna cosa va malament, t'ho direm aviat i amb paraules clares.",
    ),
    children_title="Nenes, nens i joves",
    children="Decideix la mare, el pare o qui tingui la tutela fins a l'edat que marca la llei. A Espanya són 14 anys. "
    "Als 18 deixem de fer servir les dades fins que la teva filla o el teu fill digui que sí.",
    do_title="Què pots fer avui",
    do=(
        "Veure tot el que guardem de tu",
        "Endur-te'n una còpia",
        "Canviar per a què es pot fer servir",
        "Esborrar-ho tot i marxar",
    ),
    settings_title="Els ajustos que valen avui",
    settings=(
        Point("Grup més petit", "{floor} persones"),
        Point("Arrodoniment", "De {rounding} en {rounding}"),
        Point("Canvi a l'atzar", "Els números es mouen {moved} o menys, 9 de cada 10 vegades"),
        Point("Preguntes al dia", "{questions} grups per persona que investiga"),
        Point("Tancament de sessió", "Després de {idle} minuts sense ús"),
        Point("Dades comptades", "Tal com eren el {frozen}"),
        Point("Llista de paraules", "HPO, versió {hpo}"),
    ),
    written_by="Aquesta llista l'escriu el mateix sistema. Canvia quan canvien els ajustos.",
)
