"""The command line takes in only what the command that is asked for needs."""

from __future__ import annotations

import pytest

from workbench.cli import _COMMANDS, _groups, _parser

COMMANDS = [(name, command) for name, commands in _COMMANDS.items() for command in commands]


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_a_command_loads_the_one_module_that_knows_it(name: str, command: str, capsys: pytest.CaptureFixture) -> None:
    assert [module.__name__ for module in _groups([command])] == [f"workbench.cli.{name}"]
    with pytest.raises(SystemExit) as stopped:
        _parser([command]).parse_args([command, "--help"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: workbench {command}")


def test_help_and_unknown_commands_know_every_command(capsys: pytest.CaptureFixture) -> None:
    for given in (["--help"], ["bogus"]):
        with pytest.raises(SystemExit):
            _parser(given).parse_args(given)
        captured = capsys.readouterr()
        assert all(command in captured.out + captured.err for _, command in COMMANDS)
