"""How your data is processed, in Spanish."""

from workbench.web.plain.processing_words import Point, Words

WORDS = Words(
    language="es",
    kicker="Tus datos",
    title="Cómo se tratan tus datos",
    lead="Nos los diste para que sirvieran. Aquí ves cómo se usan, quién ve qué y cómo puedes llevártelos.",
    synthetic="Demostración. Las personas y los números son inventados.",
    promises_title="Lo que prometemos",
    promises=(
        Point("Grupos de {floor} o más.", "Nadie ve un grupo más pequeño. Ni las familias ni quien investiga."),
        Point(
            "Nadie abre tu ficha.", "Quien investiga pregunta «¿cuántas?» y recibe un número. Nunca ve a una persona."
        ),
        Point("Tu nombre va aparte.", "Está en otro lugar, con otra llave."),
        Point("Puedes irte.", "No preguntamos por qué. Tus datos dejan de existir aquí."),
    ),
    steps_title="Qué pasa con una respuesta",
    steps=(
        Point("Nos lo cuentas con tus palabras", "«Se le cae la cabeza cuando está cansada.»"),
        Point(
            "Se busca en una lista común",
            "Así se puede contar juntas a una familia de Lisboa y a otra de Lublin. La lista se llama HPO.",
        ),
        Point("Se parte en dos", "Quién eres va por un lado. Lo que nos cuentas va por otro."),
        Point(
            "Pasa a ser parte de un número",
            "Cambiamos un poco cada número, al azar. Luego lo redondeamos de {rounding} en {rounding}.",
        ),
        Point(
            "La gente lee el número", "Nadie lee tu respuesta junto a tu nombre. Tus palabras se quedan con nosotros."
        ),
    ),
    you_are=Point("Quién eres", "Nombre, correo, quién puede actuar por ti"),
    you_told=Point("Lo que nos contaste", "Señales, enfermedad, sexo, tramo de edad, país o región"),
    apart="Solo las une una llave que está fuera de los dos sitios. Se usa para tus propios datos y para nada más.",
    who_title="Quién puede ver qué",
    who="Quién",
    sees="Ve",
    who_rows=(
        Point("Tú", "Todo lo que nos diste"),
        Point("Otras familias", "Resultados de todo el grupo. A ti, nunca."),
        Point("Quien investiga", "Números redondeados de {floor} o más. Nunca a una persona ni tus palabras."),
        Point(
            "Responsables de un estudio",
            "Lo mismo. Y, en un estudio aprobado, {evaluations} números de grupos que escribieron antes.",
        ),
        Point("Responsable de los datos", "Quién preguntó qué y cuándo. Atiende a quien quiere irse."),
        Point("El resto del mundo", "Esta página y lo que se publica."),
    ),
    small_title="Cómo se ve un grupo pequeño",
    small="Cuando hay menos de {floor} personas detrás de un número, ves rayas y estas palabras. "
    "Si no hay nadie se ve igual, a propósito. También se tapan algunos grupos un poco mayores de {floor}.",
    small_shown=Point("Menos de {floor} personas", "Son muy pocas para mostrarlo sin que se reconozca a nadie."),
    attack_title="Intentamos romper nuestra propia promesa",
    attack="Un programa nuestro sabe algunas cosas de una persona inventada, o de un caso ya publicado. "
    "Intenta averiguar una más: ¿sí o no?",
    attack_question="Cuántas veces acertó, en 100 intentos",
    coin="Sin esa persona en los datos",
    here="Nuestro atacante, en este sitio",
    simpler="Nuestro atacante, en un sitio más simple",
    out_of="{n} de 100",
    attack_reading="La primera barra es lo que se puede adivinar solo con el grupo. Estar cerca es bueno. "
    "El sitio más simple solo tapa los grupos de menos de {floor}. "
    "Última prueba: {day}, {targets} personas, hasta {budget} preguntas por cada una.",
    not_measured="Esta versión todavía no se ha medido.",
    cannot=Point(
        "Lo que no podemos prometer.",
        "Nadie puede decir «nunca» de un riesgo. Si algo sale mal, te lo diremos pronto y con palabras claras.",
    ),
    children_title="Niñas, niños y jóvenes",
    children="Decide la madre, el padre o quien tenga la tutela hasta la edad que marca la ley. En España son 14 años. "
    "A los 18 dejamos de usar los datos hasta que tu hija o tu hijo diga que sí.",
    do_title="Qué puedes hacer hoy",
    do=(
        "Ver todo lo que guardamos de ti",
        "Llevarte una copia",
        "Cambiar para qué se puede usar",
        "Borrarlo todo e irte",
    ),
    settings_title="Los ajustes que valen hoy",
    settings=(
        Point("Grupo más pequeño", "{floor} personas"),
        Point("Redondeo", "De {rounding} en {rounding}"),
        Point("Cambio al azar", "Los números se mueven {moved} o menos, 9 de cada 10 veces"),
        Point("Preguntas al día", "{questions} grupos por persona que investiga"),
        Point("Cierre de sesión", "Tras {idle} minutos sin uso"),
        Point("Datos contados", "Tal como estaban el {frozen}"),
        Point("Lista de palabras", "HPO, versión {hpo}"),
    ),
    written_by="Esta lista la escribe el propio sistema. Cambia cuando cambian los ajustes.",
)
