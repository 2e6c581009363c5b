"""The page to change one's password, in Catalan."""

from workbench.web.plain.password_words import Words

WORDS = Words(
    title="Tria una contrasenya nova",
    must="La teva contrasenya la va fer una altra persona. Tria la teva abans de seguir.",
    rule="Almenys {shortest} caràcters. Quatre paraules seguides van bé. Es tancaran les teves altres sessions.",
    old="La contrasenya que tens ara",
    new="La contrasenya nova",
    again="La contrasenya nova un altre cop",
    button="Desa la contrasenya nova",
    weak="Aquesta no serveix. Fes servir almenys {shortest} caràcters, que no siguin sempre els mateixos, "
    "i que no sigui la contrasenya que ja tens.",
    unlike="Les dues contrasenyes noves no són iguals.",
    wrong="La contrasenya que tens ara no és correcta, o hi ha hagut massa intents. Espera uns minuts.",
)
