"""From evidence to a guess, by a rule that never saw the truth of the target it guesses."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tests.attack.evidence import Evidence, any_says_so, features, fixed

_FOLDS = 5
_STRENGTH = 0.1  # of the regression's fit against its penalty: some hundred targets, a dozen numbers each


def by_fixed_rule(evidence: Sequence[Sequence[Evidence]], coins: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Guesses by the rule fixed beforehand, bool (targets,); a coin where the evidence says nothing."""
    scores = np.array([fixed(one) for one in evidence])
    return np.where(scores == 0, coins, scores > 0)


def by_any_rule(evidence: Sequence[Sequence[Evidence]]) -> NDArray[np.bool_]:
    """Guesses by the other rule fixed beforehand, bool (targets,)."""
    return np.array([any_says_so(one) for one in evidence], dtype=np.bool_)


def by_learning(
    evidence: Sequence[Sequence[Evidence]],
    control: Sequence[Sequence[Evidence]],
    truth: NDArray[np.bool_],
    kinds: Sequence[str],
    seed: int,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Guesses by logistic regression learnt on the other folds of targets; for the world and for its control.

    Args:
        evidence: Of each target, in the world.
        control: Of each target, in the world where its secret was redrawn.
        truth: bool (targets,).
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    here, there = (np.array([features(one, kinds) for one in some]) for some in (evidence, control))
    fold = np.random.default_rng(seed).permutation(len(truth)) % _FOLDS
    guesses = np.zeros(len(truth), dtype=np.bool_), np.zeros(len(truth), dtype=np.bool_)
    for at in range(_FOLDS):
        learn, tell = fold != at, fold == at
        if len(set(truth[learn].tolist())) < 2 or not tell.any():
            guesses[0][tell] = guesses[1][tell] = bool(truth[learn].any())
            continue
        scaler = StandardScaler().fit(here[learn])
        model = LogisticRegression(C=_STRENGTH, max_iter=500)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(scaler.transform(here[learn]), truth[learn])
        for guess, some in zip(guesses, (here, there), strict=True):
            guess[tell] = model.predict(scaler.transform(some[tell]))
    return guesses
