"""How your data is processed, in English."""

from workbench.web.plain.processing_words import Point, Words

WORDS = Words(
    language="en",
    kicker="Your data",
    title="How your data is processed",
    lead="You gave it so that it would be used. Here is how, who can see what, and how you take it back.",
    synthetic="Demonstration. Every person and every number here is invented.",
    promises_title="Our promises",
    promises=(
        Point("Groups of {floor} or more.", "Nobody is shown a smaller group. Not families, not researchers."),
        Point("Nobody opens your page.", "Researchers ask “how many?” and get a number. They never see a person."),
        Point("Your name is kept apart.", "It is in another place, under another key."),
        Point("You can leave.", "We ask for no reasons. Then your data is gone."),
    ),
    steps_title="What happens to one answer",
    steps=(
        Point("You tell us, in your words", "“Her head nods when she is tired.”"),
        Point(
            "It is matched to a shared word list",
            "So that a family in Lisbon and one in Lublin can be counted together. The list is called HPO.",
        ),
        Point("It is split in two", "Who you are goes one way. What you told us goes another."),
        Point(
            "It becomes part of a count",
            "We change each live count a little, by chance. Then we round it to the nearest {rounding}.",
        ),
        Point("People read the count", "Nobody reads your answer next to your name. Your own words stay with us."),
    ),
    you_are=Point("Who you are", "Name, e-mail, who may act for you"),
    you_told=Point("What you told us", "Signs, condition, sex, age band, country or region"),
    apart="Only a key that is kept outside both can join them. It is used for your own data, and for nothing else.",
    who_title="Who can see what",
    who="Who",
    sees="Sees",
    who_rows=(
        Point("You", "Everything you gave"),
        Point("Other families", "Results for the whole group. Never you."),
        Point("Researchers", "Rounded counts of {floor} or more. Never a person, never your words."),
        Point(
            "Study leads", "The same. For an approved study also {evaluations} counts of groups they wrote down before."
        ),
        Point("Data steward", "Who asked what, and when. Answers your requests to leave."),
        Point("Everybody else", "This page, and what is published."),
    ),
    small_title="What a small group looks like",
    small="When fewer than {floor} people are behind a number, you see stripes and these words. "
    "Nobody at all looks the same, on purpose. Some groups a little above {floor} are hidden too.",
    small_shown=Point("Fewer than {floor} people", "Too few to show, so that nobody can be recognised."),
    attack_title="We try to break our own promise",
    attack="A program of ours knows some things about a made-up target, or one from published cases. "
    "It tries to find out one more: yes or no?",
    attack_question="How often the guess was right, in 100 tries",
    coin="Without the person in the data",
    here="Our attacker, on this site",
    simpler="Our attacker, on a simpler site",
    out_of="{n} of 100",
    attack_reading="The first bar is what anyone can guess from the group alone. Close to it is good. "
    "The simpler site only hides groups under {floor}. "
    "Last run: {day}, {targets} people, up to {budget} questions about each.",
    not_measured="This version has not been measured yet.",
    cannot=Point(
        "What we cannot promise.",
        "No one can say “never” about a risk. If something goes wrong, we tell you without delay, in plain words.",
    ),
    children_title="Children and young people",
    children="A parent or guardian decides until the age the law sets. In Spain that is 14. "
    "At 18 we stop using the data until your daughter or son says yes.",
    do_title="What you can do today",
    do=(
        "See everything we hold about you",
        "Take a copy with you",
        "Change what it may be used for",
        "Delete it and leave",
    ),
    settings_title="The settings in force today",
    settings=(
        Point("Smallest group", "{floor} people"),
        Point("Rounding", "To the nearest {rounding}"),
        Point("Change by chance", "Live counts move by {moved} or less, 9 times in 10"),
        Point("Questions a day", "{questions} groups for each researcher"),
        Point("Signed out", "After {idle} minutes without use"),
        Point("Counted from", "The data as they stood on {frozen}"),
        Point("Word list", "HPO, release {hpo}"),
    ),
    written_by="This list is written by the system itself. It changes when the settings change.",
)
