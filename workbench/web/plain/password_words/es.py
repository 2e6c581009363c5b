"""The page to change one's password, in Spanish."""

from workbench.web.plain.password_words import Words

WORDS = Words(
    title="Elige una contraseña nueva",
    must="Tu contraseña la hizo otra persona. Elige la tuya antes de seguir.",
    rule="Al menos {shortest} caracteres. Cuatro palabras seguidas van bien. Se cerrarán tus otras sesiones.",
    old="La contraseña que tienes ahora",
    new="La contraseña nueva",
    again="La contraseña nueva otra vez",
    button="Guardar la contraseña nueva",
    weak="Esta no sirve. Usa al menos {shortest} caracteres, que no sean siempre los mismos, "
    "y que no sea la contraseña que ya tienes.",
    unlike="Las dos contraseñas nuevas no son iguales.",
    wrong="La contraseña que tienes ahora no es correcta, o ha habido demasiados intentos. Espera unos minutos.",
)
