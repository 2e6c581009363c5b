"""`python -m benchmarks [NAME]`: what can be measured on this machine, beside peers in the same run."""

from __future__ import annotations

import sys

NAMES = ("budgets", "engine")


def main(arguments: list[str]) -> int:
    """Measures what was asked for, the budgets when nothing was."""
    name, rest = (arguments[0], arguments[1:]) if arguments and arguments[0] in NAMES else ("budgets", arguments)
    if name == "engine":
        from benchmarks import engine

        return engine.main(rest)
    from benchmarks import budgets  # needs Chromium and what drives it

    return budgets.main(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
