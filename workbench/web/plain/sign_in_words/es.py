"""The sign-in page, in Spanish."""

from workbench.web.plain.sign_in_words import Card, Words

WORDS = Words(
    title="Entrar",
    document_title="Entrar · Share4Rare",
    headline=("Lo que las familias dan,", "vuelve a las familias"),
    lead="Las familias donan lo que viven. Quien investiga pregunta cuántas personas hay y quién se parece a quién. "
    "Nadie ve nunca a una persona.",
    points=(
        "Grupos de {floor} o más, o nada",
        "Las familias leen en su idioma cómo se usan sus datos",
        "Cada cual puede retirar sus datos cuando quiera",
    ),
    email="Correo electrónico",
    password="Contraseña",
    button="Entrar",
    provider="Entrar con mi hospital",
    forgot="He olvidado mi contraseña",
    forgot_text="Pregunta a la persona responsable de los datos, o a quien te dio la cuenta. Se asegura de que eres tú "
    "y te da una contraseña nueva. Nunca enviamos contraseñas por correo.",
    look="O mira la demostración como",
    look_text="Un toque, sin contraseña.",
    cards={
        "family": Card("Una familia", "Ver qué tenemos de ti, elegir para qué se usa, irte"),
        "researcher": Card("Investigadora o investigador clínico", "Formar un grupo, ver el mapa, comparar"),
        "lead": Card("Responsable de un estudio", "Todo eso, y grupos exactos para un estudio aprobado"),
        "steward": Card("Responsable de los datos", "Aprobar estudios, vigilar el registro, gestionar cuentas"),
    },
    refused="Con este correo y esta contraseña no se puede entrar. Revisa los dos. Tras varios intentos hay que "
    "esperar unos minutos.",
    ended="La sesión se ha cerrado. Pasa tras {minutes} minutos sin uso. Entra otra vez.",
    stale="La página ha estado abierta demasiado tiempo, o tu navegador no guarda cookies. Prueba otra vez.",
    unknown="Tu organización te conoce, pero aquí no tienes cuenta. Pídela a la persona responsable de los datos.",
    provider_failed="No se ha podido entrar con tu organización. Prueba otra vez, o pregunta a la persona responsable "
    "de los datos.",
)
