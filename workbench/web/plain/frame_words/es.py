"""The frame of plain pages, in Spanish."""

from workbench.web.plain.frame_words import Problem, Words

WORDS = Words(
    code="es",
    language="Español",
    skip="Saltar al contenido",
    languages="Idioma",
    pages="Páginas",
    invented="Demostración. Las personas y los números son inventados.",
    roles={
        "family": "Familia",
        "researcher": "Investigación clínica",
        "lead": "Responsable de estudio",
        "steward": "Responsable de los datos",
    },
    signed_in="Has entrado como",
    sign_out="Salir",
    change_password="Cambiar la contraseña",
    your_data="Tus datos",
    workbench="Mesa de investigación",
    how_your_data="Cómo se tratan tus datos",
    version="Versión {version}",
    snapshot="Copia fija {snapshot}",
    no_snapshot="Todavía no hay copia fija",
    idle="La sesión se cierra tras {minutes} minutos sin uso",
    back="Ir a la primera página",
    problems={
        400: Problem("Esto no ha llegado bien", "Vuelve atrás, carga la página de nuevo y prueba otra vez."),
        403: Problem(
            "Esta página no está abierta para ti",
            "Es de otro tipo de cuenta. Si la necesitas, pregunta a la persona responsable de los datos.",
        ),
        404: Problem("No existe esta página", "El enlace puede ser antiguo o estar mal escrito."),
        405: Problem("Esta página no acepta eso", "Vuelve atrás, carga la página de nuevo y prueba otra vez."),
        413: Problem("Es más grande de lo que aceptamos", "Hazlo más corto y prueba otra vez."),
        429: Problem("Han sido demasiadas veces", "Espera unos minutos y prueba otra vez."),
        500: Problem("Algo ha fallado por nuestra parte", "No se ha perdido nada tuyo. Prueba otra vez."),
    },
    reference="Referencia para pedir ayuda: {reference}",
)
