"""The page to change one's password, in English."""

from workbench.web.plain.password_words import Words

WORDS = Words(
    title="Choose a new password",
    must="Your password was made by somebody else. Choose your own before you go on.",
    rule="At least {shortest} characters. Four words in a row do well. You are signed out everywhere else.",
    old="The password you have now",
    new="The new password",
    again="The new password once more",
    button="Keep the new password",
    weak="This one does not do. Take at least {shortest} characters, not the same ones again and again, "
    "and not the password that you have.",
    unlike="The two new passwords are not the same.",
    wrong="The password that you have now is not right, or there were too many tries. Then wait some minutes.",
)
