"""What a failed publication tells people to do, from what hosts and programs say."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from briefgen.publish.advice import advise
from briefgen.publish.gitbranch import hidden_login
from briefgen.publish.ssh import explain
from published import contents, house
from publishing_desk import Desk


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ('rsync: [receiver] write failed on "/srv/big.bin": No space left on device (28)', "make room there"),
        ("552 quota exceeded", "make room there"),
        ("[Errno 111] Connection refused", "check the name and the port of the host, and whether it is up"),
        ("ssh: Could not resolve hostname nowhere: Name or service not known", "check the name and the port of the host, and whether it is up"),
        ("/srv/www: File exists", "a file stands where a folder belongs, or the other way round: move it away"),
        ("Failed to copy: NoSuchBucket: The specified bucket does not exist", "make the bucket first, or check 'bucket:'"),
        ("NoCredentialProviders: no valid providers in chain", "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or what stands in ~/.aws"),
        ("didn't find section in config file", "'rclone listremotes' shows which remotes there are, 'rclone config' makes one"),
        ("bash: line 1: rsync: command not found", "rsync must be installed there, too"),
        ("protocol version mismatch -- is your shell clean?", "its start-up files print something, or the key does not allow rsync"),
        ("could not read Username for 'https://host': terminal prompts disabled", "git has to know who you are there, by a credential helper or an ssh key"),
        ("'/x.git' does not appear to be a git repository", "check 'remote:', and that you may see this repository"),
        ("550 Not enough privileges", "you must be allowed to write there; check 'path:' as well"),
        ("/srv/www: Permission denied", "you must be allowed to write there; check 'path:' as well"),
        ("No such file", "check 'path:', and make the folder above if it is not there"),
    ],
)  # fmt: skip
def test_each_known_cause_has_its_advice(said: str, advice: str) -> None:
    assert advise(said) == f"{said}; {advice}"


def test_an_unknown_cause_is_passed_on_as_it_is() -> None:
    assert advise("451 the moon is in the wrong phase") == "451 the moon is in the wrong phase"


def test_the_old_key_is_forgotten_as_ssh_itself_says() -> None:
    said = 'WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!\n  remove with:\n  ssh-keygen -f "/home/d/.ssh/known_hosts" -R "[web]:2222"\n'
    assert explain(said, "web").endswith('forget the old key: ssh-keygen -f "/home/d/.ssh/known_hosts" -R "[web]:2222"')
    assert explain(said.partition("\n")[0], "web").endswith("forget the old key: ssh-keygen -R web")


def test_a_full_disk_leaves_the_old_site_and_says_what_to_do(tmp_path: Path) -> None:
    """A real one, where the system lets us have one."""
    disk = tmp_path / "www"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("no file system of a given size can be had here")
    try:
        for switch in ("yes", "no"):
            place = Desk(tmp_path, kind="folder", path=str(disk / "briefings"), switch=switch).publish(house(0), "--allow-removals").expect(0)
            before = contents(place.www)
            place.publish({**house(0), "large.bin": b"x" * 300_000}).expect(1)
            assert "large.bin: No space left on device; make room there" in place.err and "publish again" in place.err
            after = contents(place.www)
            assert {path: after.get(path) for path in before} == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_password_in_gits_own_address_goes_by_the_environment() -> None:
    hidden = hidden_login({"GIT_CONFIG_COUNT": "1"}, "code:x.git", "https://desk:p%40ss@code.example/x.git")
    assert (hidden["BRIEFGEN_GIT_USER"], hidden["BRIEFGEN_GIT_PASSWORD"], hidden["GIT_CONFIG_COUNT"]) == ("desk", "p@ss", "4")
    assert (hidden["GIT_CONFIG_KEY_1"], hidden["GIT_CONFIG_VALUE_1"]) == ("url.https://code.example/x.git.insteadOf", "code:x.git")
    assert not [name for name, value in hidden.items() if "p@ss" in value and name != "BRIEFGEN_GIT_PASSWORD"]
    assert hidden_login({}, "", "ssh://git@code.example/x.git") == hidden_login({}, "", "https://code.example/x.git") == {}
