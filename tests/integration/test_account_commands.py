"""`workbench account ...`: accounts from the command line, with every change in the audit log."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_access.identity import IdentityStore, open_identity
from data_access.opening import open_store
from tests.integration.identity_world import NOW, PASSWORD
from workbench.accounts.sessions import Sessions
from workbench.accounts.signing_in import sign_in
from workbench.cli import main

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with a line on standard input; gives exit code, JSON and what went to stderr."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    for name in ("WORKBENCH_STORE_URL", "WORKBENCH_IDENTITY_URL"):
        monkeypatch.delenv(name, raising=False)

    def ran(*arguments: str, line: str = PASSWORD) -> tuple[int, Any, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))
        code = main(["account", *arguments, "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return ran


@pytest.fixture
def identity(run: Run, tmp_path: Path) -> IdentityStore:
    """The identity store of that home, with a steward in it."""
    assert run("add", "eva@example.org", "--role", "steward", "--password-stdin")[0] == 0
    return open_identity(f"sqlite:///{tmp_path / 'identity.db'}")


def events(home: Path) -> list[tuple[str, str, str, str]]:
    store = open_store(f"sqlite:///{home / 'store.db'}")
    try:
        assert store.audit.verify().ok
        return [(one.actor, one.action, one.subject, one.details) for one in store.audit.events()]
    finally:
        store.close()


def test_an_account_that_was_added_may_sign_in(run: Run, tmp_path: Path) -> None:
    given = ("--name", "Lea Puig", "--language", "ca", "--study", "s1", "--password-stdin")
    code, data, _ = run("add", "Lea@Example.org", "--role", "lead", *given)
    assert code == 0
    assert {key: data["account"][key] for key in ("email", "name", "role", "language", "studies", "enabled")} == {
        "email": "lea@example.org",
        "name": "Lea Puig",
        "role": "lead",
        "language": "ca",
        "studies": ["s1"],
        "enabled": True,
    }
    identity = open_identity(f"sqlite:///{tmp_path / 'identity.db'}")
    assert sign_in(identity, "lea@example.org", PASSWORD, address="192.0.2.1", now=NOW).role == "lead"
    identity.close()


def test_a_one_time_password_is_printed_once_and_is_to_be_changed(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, data, _ = run("add", "ana@example.org", "--role", "researcher", "--one-time")
    identity = open_identity(f"sqlite:///{tmp_path / 'identity.db'}")
    given = data["one_time_password"]
    account = sign_in(identity, "ana@example.org", given, address="192.0.2.1", now=NOW)
    assert account.must_change_password
    identity.close()
    main(["account", "list"])
    assert given not in capsys.readouterr().out
    assert given not in "".join(str(event) for event in events(tmp_path))


def test_the_list_holds_no_hash(run: Run, identity: IdentityStore) -> None:
    _, data, _ = run("list")
    assert [account["email"] for account in data["accounts"]] == ["eva@example.org"]
    assert "argon2" not in json.dumps(data)
    identity.close()


def test_an_empty_list_says_what_to_do(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list")[1] == {"accounts": []}
    assert main(["account", "list"]) == 0
    assert "workbench account add" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "details"),
    [
        (("disable", "ana@example.org"), {"enabled": [True, False]}),
        (("role", "ana@example.org", "lead"), {"role": ["researcher", "lead"]}),
        (("password", "ana@example.org", "--password-stdin"), {"password": "changed"}),
        (("password", "ana@example.org", "--one-time"), {"password": "changed"}),
    ],
)
def test_a_change_ends_every_session_and_is_in_the_audit_log(
    run: Run, identity: IdentityStore, tmp_path: Path, command: tuple[str, ...], details: dict[str, object]
) -> None:
    _, added, _ = run("add", "ana@example.org", "--role", "researcher", "--password-stdin")
    token = Sessions(identity, idle_minutes=30).begin(added["account"]["id"], NOW)
    code, _, _ = run(*command, line="another four words")
    assert code == 0
    assert Sessions(identity, idle_minutes=30).find(token, NOW) is None
    actor, action, subject, written = events(tmp_path)[0]
    assert (actor, action, subject, json.loads(written)) == (
        "local",
        "account_changed",
        added["account"]["id"],
        details,
    )
    identity.close()


def test_the_audit_log_names_nobody(run: Run, identity: IdentityStore, tmp_path: Path) -> None:
    run("add", "ana@example.org", "--role", "researcher", "--name", "Ana Soler", "--study", "s1", "--password-stdin")
    run("studies", "ana@example.org", "s2", "s3")
    run("disable", "ana@example.org")
    run("enable", "ana@example.org")
    written = [(action, json.loads(details)) for _, action, _, details in events(tmp_path)]
    assert written == [
        ("account_changed", {"enabled": [False, True]}),
        ("account_changed", {"enabled": [True, False]}),
        ("account_changed", {"studies": [["s1"], ["s2", "s3"]]}),
        ("account_added", {"role": "researcher", "studies": ["s1"]}),
        ("account_added", {"role": "steward", "studies": []}),
    ]
    assert not any("@" in str(event) or "Soler" in str(event) for event in events(tmp_path))
    identity.close()


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("disable", "eva@example.org"), "last steward"),
        (("role", "eva@example.org", "researcher"), "last steward"),
        (("disable", "nobody@example.org"), "no account with this e-mail"),
        (("add", "Eva@example.org", "--role", "lead", "--password-stdin"), "There is an account with this e-mail"),
        (("add", "not an address", "--role", "lead", "--password-stdin"), "an address like"),
    ],
)
def test_what_may_not_be_is_refused_in_a_line_and_changes_nothing(
    run: Run, identity: IdentityStore, tmp_path: Path, command: tuple[str, ...], says: str
) -> None:
    before, log = identity.accounts(), events(tmp_path)
    code, data, said = run(*command)
    assert (code, data) == (1, None)
    assert says in said
    assert said.count("\n") == 1
    assert identity.accounts() == before
    assert events(tmp_path) == log
    identity.close()


@pytest.mark.parametrize("weak", ["", "short", "x" * 500])
def test_a_weak_password_is_refused_and_not_repeated(run: Run, weak: str) -> None:
    code, _, said = run("add", "ana@example.org", "--role", "lead", "--password-stdin", line=weak)
    assert code == 1
    assert "A password has 12 to 200 characters" in said
    assert not weak or weak not in said
    assert run("list")[1] == {"accounts": []}


def test_without_a_terminal_nothing_is_asked(run: Run) -> None:
    code, _, said = run("add", "ana@example.org", "--role", "lead")
    assert code == 1
    assert "--password-stdin" in said


def test_who_signs_in_at_the_provider_has_no_password(run: Run) -> None:
    _, data, _ = run("add", "ana@example.org", "--role", "lead", "--provider")
    assert data["account"]["has_password"] is False


def test_a_password_is_no_argument(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("add", "ana@example.org", "--role", "lead", "--password", PASSWORD)
    capsys.readouterr()


def test_one_database_for_both_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WORKBENCH_IDENTITY_URL", f"sqlite:///{tmp_path / 'store.db'}")
    code, _, said = run("list")
    assert code == 1
    assert "may not be in one database" in said
