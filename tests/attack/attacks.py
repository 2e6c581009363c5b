"""The attacks. Each makes looks at a target; how a guess follows from them is `tests.attack.guessing`.

What attackers know: of the target every fact but the secret one; of a *known group* also which clauses the others in
it fit, and who of those that leave it together with the target has the finding. They know the rules of the gate and
not its keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, cycle, islice, permutations

from tests.attack.asking import CLOSENESS, SIZE, Answer, Question
from tests.attack.evidence import Evidence, Look
from tests.attack.scene import TINY, Scene, counted, kind_of, step, term_of
from tests.attack.targets import Group, Pair
from workbench.cohorts.clauses import MOST_CLAUSES, InMapRegion, Observed

SNAPSHOTS = 12
_MANY = 200
_U = 30  # cells of a table that are read for one step
_STEPS = ("step 0", "step 1", "step 2", "step 3 or more", "audit", "answered at nine")


@dataclass(frozen=True, slots=True)
class Attack:
    """One way to attack.

    Attributes:
        kinds: Kinds of evidence it finds.
        plan: Its looks at a target, best first.
        game: `finding`: is it in the record? `member`: is the donor in the data?
        changing: In each of its snapshots another donor changes, too.
    """

    name: str
    title: str
    kinds: tuple[str, ...]
    plan: Callable[[Scene], list[Look]]
    game: str = "finding"
    changing: bool = False
    covered: bool = True


def _direct(scene: Scene) -> list[Look]:
    """The share of the finding in the smallest groups of the target."""
    groups = sorted((one for one in scene.groups() if one.having >= 10), key=lambda one: one.others)[:_MANY]

    def read(base: float, answers: Sequence[Answer]) -> list[Evidence]:
        part, whole = (answer.get(SIZE) for answer in answers)
        return [("share", None if not part or not whole else part / whole - base), ("shown", float(part is not None))]

    everyone = scene.crowd.fits.shape[1]
    base = float(scene.crowd.fits[scene.victim.finding].sum()) / everyone
    return [
        Look(
            (Question("count", scene.with_it(one.context)), Question("count", scene.clauses(one.context))),
            partial(read, base),
        )
        for one in groups
    ]


def _difference(scene: Scene) -> list[Look]:
    """Two groups that differ by the target and some others of whom it is known who has the finding."""
    pairs = [one for one in scene.pairs() if one.company]
    pairs.sort(key=lambda one: (one.having not in (TINY, 9), one.group.having))
    return [counted(one, scene) for one in pairs[:_MANY]]


def _tracker(scene: Scene) -> list[Look]:
    """A clause that everybody in the group fits but the target."""
    pairs = sorted(scene.pairs(company=range(1)), key=lambda one: one.group.having)
    return [counted(one, scene) for one in pairs[:_MANY]]


def _padding(scene: Scene) -> list[Look]:
    """The same in groups that are padded with others until they are far from too small."""
    pairs = sorted(scene.pairs(company=range(1)), key=lambda one: -one.group.having)
    return [counted(one, scene) for one in pairs[:_MANY]]


def _split(scene: Scene) -> list[Look]:
    """A group and the same without the target, each as the sum over its parts: by sex, and by age."""
    parts = _facts_at(scene)
    pairs = sorted(scene.pairs(company=range(1), most=1), key=lambda one: -one.group.having)

    def read(having: int, answers: Sequence[Answer]) -> list[Evidence]:
        sizes = [answer.get(SIZE) for answer in answers]
        shown = [(one, other) for one, other in zip(sizes[::2], sizes[1::2], strict=True)]
        both = [one - other for one, other in shown if one is not None and other is not None]
        return [("sum", sum(both) - having - 0.5 if both else None)]

    looks = []
    for pair in pairs[:_MANY]:
        questions = [
            Question("count", scene.with_it(pair.group.context, *more, part))
            for part in parts
            for more in ((), (pair.leaving,))
        ]
        looks.append(Look(tuple(questions), partial(read, pair.having)))
    return looks


def _facts_at(scene: Scene) -> list[int]:
    """Positions of both sexes."""
    return [at for at, clause in enumerate(scene.crowd.clauses) if type(clause).__name__ == "InSex"]


def _repeat(scene: Scene) -> list[Look]:
    """One pair, asked again and again."""
    pairs = sorted(scene.pairs(company=range(1)), key=lambda one: -one.group.having)[:1]
    looks = []
    for again in range(100 if pairs else 0):
        first, second = counted(pairs[0], scene).questions
        asked = (_again(first, again), _again(second, again))
        looks.append(Look(asked, lambda answers: step(answers[0].get(SIZE), answers[1].get(SIZE), 0)))
    return looks


def _again(question: Question, again: int) -> Question:
    return Question(question.kind, question.clauses, question.terms, question.account, question.snapshot, again)


def _rewritten(scene: Scene) -> list[Look]:
    """One pair, asked in other words: another order, a broader finding beside a narrower one."""
    pairs = sorted(scene.pairs(company=range(1), most=1), key=lambda one: -one.group.having)[:1]
    pairs = pairs or sorted(scene.pairs(company=range(1)), key=lambda one: -one.group.having)[:1]
    looks = []
    for pair in pairs:
        room = MOST_CLAUSES - 2 - len(pair.group.context)
        broader = sorted(scene.ontology.ancestors(scene.victim.secret.finding) - {scene.victim.secret.finding})
        added = [(), *((Observed(term),) for term in broader if room and scene.ontology.is_phenotype(term))]
        words = [(more, order) for more in added for order in range(6)]
        for more, order in words[:100]:
            asked = []
            for clauses in (scene.with_it(pair.group.context), scene.with_it(pair.group.context, pair.leaving)):
                said = (*clauses, *more)
                asked.append(Question("count", next(islice(permutations(said), order, None), said), again=order))
            looks.append(Look(tuple(asked), lambda answers: step(answers[0].get(SIZE), answers[1].get(SIZE), 0)))
    return looks


def _boundary(scene: Scene) -> list[Look]:
    """Groups that are known to be nine without the target and ten with: are they shown?"""
    groups = [one for one in scene.groups() if one.having == 9]

    def read(answers: Sequence[Answer]) -> list[Evidence]:
        return [("shown", 1.0 if answers[0].get(SIZE) is not None else -0.1)]

    return [Look((Question("count", scene.with_it(one.context)),), read) for one in groups[:_MANY]]


def _audited(scene: Scene) -> list[Look]:
    """Groups known to be nine or ten, and after each a larger one around it: is that too near to one answered?"""
    by_context = {one.context: one for one in scene.groups()}
    looks = []

    def read(answers: Sequence[Answer]) -> list[Evidence]:
        small, large = (answer.get(SIZE) for answer in answers)
        return [("larger one shown", 1.0 if large is None else -1.0), ("shown", 1.0 if small is not None else -0.1)]

    for one in (one for one in scene.groups() if one.having == 9):
        for size in range(len(one.context) - 1, 0, -1):
            around = [by_context[some] for some in combinations(one.context, size) if some in by_context]
            for large in (other for other in around if 15 <= other.having <= 17):
                asked = tuple(Question("count", scene.with_it(group.context)) for group in (one, large))
                looks.append(Look(asked, read))
    return looks[:_MANY]


def _above(scene: Scene) -> list[Look]:
    """The same for groups known to be ten to fifteen with the target: the floor may be lifted by so much."""
    groups = [one for one in scene.groups() if 9 <= one.having <= 14]

    def read(known: int, answers: Sequence[Answer]) -> list[Evidence]:
        return [(f"shown at {known + 1}", 1.0 if answers[0].get(SIZE) is not None else -1.0)]

    return [Look((Question("count", scene.with_it(one.context)),), partial(read, one.having)) for one in groups[:_MANY]]


def _nearly_all(scene: Scene) -> list[Look]:
    """Groups of whom it is known how many lack the finding: a group, and those of it with the finding."""
    groups = [one for one in scene.groups() if one.having >= 10 and one.others - one.having <= 8]
    groups.sort(key=lambda one: one.others - one.having != TINY)

    def read(lacking: int, answers: Sequence[Answer]) -> list[Evidence]:
        whole, part = (answer.get(SIZE) for answer in answers)
        if whole is None or part is None:
            return [(kind_of(lacking), None)]
        return [(kind_of(lacking), (2 if lacking == TINY else lacking + 0.5) - (whole - part))]

    return [
        Look(
            (Question("count", scene.clauses(one.context), account=0), _cell(scene, one, 1)),
            partial(read, one.others - one.having),
        )
        for one in groups[:_MANY]
    ]


def _cell(scene: Scene, group: Group, account: int) -> Question:
    return Question("count", scene.with_it(group.context), account=account)


def _facets(scene: Scene) -> list[Look]:
    """The size of a group as the average of the sums over its facts; and of the same group without the target."""
    pairs = sorted(scene.pairs(company=range(1)), key=lambda one: -one.group.having)

    def read(answers: Sequence[Answer]) -> list[Evidence]:
        first, second = answers
        found: list[Evidence] = []
        for fact in ("Sex", "Age at last record", "Findings per donor"):
            names = [name for name in first if name.startswith(f"{fact}/")]
            both = [
                one - other
                for name in names
                if (one := first.get(name)) is not None and (other := second.get(name)) is not None
            ]
            found.append(("facet", sum(both) - 0.5 if both else None))
        return [*found, *step(first.get(SIZE), second.get(SIZE), 0)]

    return [
        Look(
            (
                Question("facts", scene.with_it(pair.group.context)),
                Question("facts", scene.with_it(pair.group.context, pair.leaving)),
            ),
            read,
        )
        for pair in pairs[:_MANY]
    ]


def _tables(scene: Scene) -> list[Look]:
    """A group's table of findings: its size against the cell of every finding that only the target lacks, or few do."""
    found: dict[Group, list[Pair]] = {}
    for pair in scene.pairs(most=3):
        if pair.company <= 9 and term_of(scene, pair.leaving):
            found.setdefault(pair.group, []).append(pair)
    most = sorted(found, key=lambda group: -sum(pair.having <= TINY for pair in found[group]))[:_MANY]

    def read(pairs: Sequence[Pair], answers: Sequence[Answer]) -> list[Evidence]:
        size = answers[0].get(SIZE)
        cells = [answers[0].get(str(term_of(scene, pair.leaving))) for pair in pairs]
        return [one for pair, cell in zip(pairs, cells, strict=True) for one in step(size, cell, pair.having)]

    looks = []
    for group in most:
        pairs = found[group]
        terms = tuple(term for pair in pairs if (term := term_of(scene, pair.leaving)))
        looks.append(Look((Question("findings", scene.with_it(group.context), terms),), partial(read, pairs)))
    return looks


def _two_tables(scene: Scene, accounts: tuple[int, int] = (0, 1)) -> list[Look]:
    """Tables of a group and of the same without the target, cell by cell: findings that the target is known to have.

    Those that everybody else has too give the same two groups again, in other words.
    """
    pairs = sorted(scene.pairs(company=range(1)), key=lambda one: -one.group.having)
    known = [term for at in scene.victim.known if (term := term_of(scene, at))]

    def read(terms: Sequence[str], answers: Sequence[Answer]) -> list[Evidence]:
        first, second = answers
        found = step(first.get(SIZE), second.get(SIZE), 0)
        return [*found, *(one for term in terms for one in step(first.get(term), second.get(term), 0))]

    looks, rng = [], scene.rng
    for pair in pairs[:_MANY]:
        terms = tuple(known[at] for at in rng.permutation(len(known))[:_U])
        asked = tuple(
            Question("findings", scene.with_it(pair.group.context, *more), terms, account=account)
            for more, account in zip(((), (pair.leaving,)), accounts, strict=True)
        )
        looks.append(Look(asked, partial(read, terms)))
    return looks


def _map_regions(scene: Scene) -> list[Look]:
    """Regions with and without the target's cell of the map, and the finding in the cell itself.

    Everybody else in the cell is known.
    """
    crowd, row = scene.crowd, scene.victim.secret.row
    cell = int(crowd.cell[row])
    if cell < 0:
        return []
    having = crowd.fits[scene.victim.finding].copy()
    having[row] = False
    number, *around = scene.cells_of(cell)
    inside = int((having & (crowd.cell == cell)).sum())
    looks = [_on_map(scene, number, inside)]
    rng = scene.rng
    drawn = [tuple(sorted({number, *map(int, rng.permutation(around)[: 3 + at % 12])})) for at in range(100)]
    for region in dict.fromkeys(drawn):
        less = tuple(one for one in region if one != number)
        asked = tuple(
            Question("count", (InMapRegion(scene.snapshot, cells), scene.finding)) for cells in (region, less)
        )
        looks.append(Look(asked, partial(_read_region, inside)))
    return looks


def _on_map(scene: Scene, number: int, inside: int) -> Look:
    asked = Question("finding_on_map", terms=(scene.victim.secret.finding,))
    donors = int((scene.crowd.cell == scene.crowd.cell[scene.victim.secret.row]).sum())

    def read(answers: Sequence[Answer]) -> list[Evidence]:
        percent = answers[0].get(str(number))
        return [("cell", None if percent is None else percent * donors / 100 - inside - 0.5)]

    return Look((asked,), read)


def _read_region(inside: int, answers: Sequence[Answer]) -> list[Evidence]:
    first, second = answers[0].get(SIZE), answers[1].get(SIZE)
    return [("region", None if first is None or second is None else first - second - inside - 0.5)]


def _near(scene: Scene) -> list[Look]:
    """Neighbourhoods of the target's profile with and without the secret finding, findings left out one by one."""
    known = [term for at in scene.victim.known if (term := term_of(scene, at))]
    narrow = [term for term in known if not any(term in scene.ontology.ancestors(one) - {one} for one in known)]

    def read(answers: Sequence[Answer]) -> list[Evidence]:
        without, having = answers
        one, other = having.get(SIZE), without.get(SIZE)
        step_up = (having.get(CLOSENESS) or 0.0) - (without.get(CLOSENESS) or 0.0)
        share = having.get("part")
        return [
            ("size", None if one is None or other is None else one - other),
            ("closeness", step_up),
            ("part", None if share is None or not one else share / one - 0.5),
            ("shown", float(one is not None) - float(other is not None)),
        ]

    looks, rng = [], scene.rng
    for _ in range(100):
        size = int(rng.integers(1, max(len(narrow), 2)))
        some = tuple(sorted(narrow[at] for at in rng.permutation(len(narrow))[:size]))
        if some:
            asked = (Question("near", terms=some), Question("near", terms=(*some, scene.victim.secret.finding)))
            looks.append(Look(asked, read))
    return looks


def _snapshots(scene: Scene) -> list[Look]:
    """One pair after another, each in all of twelve snapshots."""
    pairs = sorted(scene.pairs(company=range(1)), key=lambda one: -one.group.having)
    two = [one for one in scene.pairs() if one.having == TINY]
    chosen = [pair for both in zip(pairs, two, strict=False) for pair in both] or pairs or two
    return [
        counted(pair, scene, (0, 1), snapshot) for pair in chosen[: _MANY // SNAPSHOTS] for snapshot in range(SNAPSHOTS)
    ]


def _collusion(scene: Scene) -> list[Look]:
    """Three accounts: one asks of groups, one of the same without the target, one of what nearly all have."""
    alone = sorted(scene.pairs(company=range(1)), key=lambda one: -one.group.having)
    beside = sorted(scene.pairs(company=range(1, 15)), key=lambda one: one.having not in (TINY, 9))
    pairs = [pair for pair, _ in zip(_mixed(alone, beside), range(_MANY), strict=False)]
    looks = [counted(pair, scene, both) for pair, both in zip(pairs, cycle(((0, 1), (1, 2), (2, 0))), strict=False)]
    return [
        look for three in zip(looks, _filled(_two_tables(scene), len(looks)), strict=True) for look in three if look
    ]


def _mixed(first: Sequence[Pair], second: Sequence[Pair]) -> list[Pair]:
    longest = max(len(first), len(second))
    both = ((some[at] for some in (first, second) if at < len(some)) for at in range(longest))
    return [one for two in both for one in two]


def _filled(looks: list[Look], length: int) -> list[Look | None]:
    return [*looks[:length], *(None for _ in range(length - len(looks)))]


def _member(scene: Scene) -> list[Look]:
    """Is the donor in the data at all? Groups with and without what only the donor lacks, and groups known exactly."""
    pairs = [one for one in scene.victim.pairs if one.company == 0 and one.group.others >= 9][:_MANY]
    looks = []
    for pair in pairs:
        asked = (
            Question("count", scene.clauses(pair.group.context), account=0),
            Question("count", scene.clauses(pair.group.context, pair.leaving), account=1),
        )
        looks.append(Look(asked, lambda answers: step(answers[0].get(SIZE), answers[1].get(SIZE), 0)))
    groups = [one for one in scene.groups() if one.others == 9]

    def read(answers: Sequence[Answer]) -> list[Evidence]:
        return [("shown", 1.0 if answers[0].get(SIZE) is not None else -0.1)]

    nine = [Look((Question("count", scene.clauses(one.context)),), read) for one in groups[:_MANY]]
    return [look for two in zip(_filled(looks, _MANY), _filled(nine, _MANY), strict=True) for look in two if look]


def _all_knowing(scene: Scene) -> list[Look]:
    """Everybody else's record is known exactly, so every group tells."""
    groups = [one for one in scene.groups() if one.having >= 9]

    def read(known: int, answers: Sequence[Answer]) -> list[Evidence]:
        n = answers[0].get(SIZE)
        return [("exact", None if n is None else n - known - 0.5)]

    return [Look((Question("count", scene.with_it(one.context)),), partial(read, one.having)) for one in groups[:_MANY]]


ATTACKS = (
    Attack("direct", "Direct", ("share", "shown"), _direct),
    Attack("difference", "Difference, company known", _STEPS, _difference),
    Attack("tracker", "Tracker", _STEPS, _tracker),
    Attack("padding", "Padding", _STEPS, _padding),
    Attack("split", "Split into parts", ("sum",), _split),
    Attack("repeat", "Repeat", _STEPS, _repeat),
    Attack("rewritten", "Rewritten", _STEPS, _rewritten),
    Attack("boundary", "Known to be 9 or 10", ("shown",), _boundary),
    Attack("audited", "9 or 10, through the audit", ("shown", "larger one shown"), _audited),
    Attack("above", "Known to be 10 to 15", tuple(f"shown at {n}" for n in range(10, 16)), _above),
    Attack("nearly-all", "Nearly all have it", _STEPS, _nearly_all),
    Attack("facets", "Average over facts", (*_STEPS, "facet"), _facets),
    Attack("tables", "Through a table", _STEPS, _tables),
    Attack("two-tables", "Through two tables", _STEPS, _two_tables),
    Attack("map", "Map regions and cells", ("cell", "region"), _map_regions),
    Attack("near", "Neighbourhoods", ("size", "closeness", "part", "shown"), _near),
    Attack("snapshots", "12 snapshots", _STEPS, _snapshots),
    Attack("changing", "12 snapshots, others change", _STEPS, _snapshots, changing=True),
    Attack("collusion", "Collusion of three", _STEPS, _collusion),
    Attack("two-worlds", "Two worlds (in the data or not)", (*_STEPS, "shown"), _member, game="member"),
    Attack("all-knowing", "All-knowing (not claimed)", ("exact",), _all_knowing, covered=False),
)


def by_name(names: Sequence[str]) -> list[Attack]:
    """The attacks of these names; all for none."""
    known = {attack.name: attack for attack in ATTACKS}
    return [known[name] for name in names] if names else list(ATTACKS)
