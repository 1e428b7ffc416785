"""From a target of `briefgen.yaml` to the host that it names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from briefgen.errors import UsageError
from briefgen.publish.disk import LocalDisk
from briefgen.publish.filehost import DiskHost
from briefgen.publish.generations import ExchangedFolder, SymlinkedFolder
from briefgen.publish.host import Host
from briefgen.publish.secrets import login
from briefgen.targets import Target


def open_host(name: str, target: Target, root: Path, environ: Mapping[str, str]) -> Host:
    """The host of the target `name` of the site in `root`. Secrets come from `environ`, or from what
    ssh, git and rclone are configured with. Raises `UsageError` for what cannot work."""
    match target.kind:
        case "folder":
            return _folder(target, root)
        case "sftp":
            return _sftp(target)
        case "rsync":
            from briefgen.publish.rsync import RsyncHost

            return RsyncHost(target)
        case "ftp" | "ftps":
            from briefgen.publish.ftp import FtpHost

            assert target.host is not None
            return FtpHost(target, login(name, target.user, target.host, environ))
        case "webdav":
            from briefgen.publish.webdav import WebDavHost

            assert target.address is not None
            host = urlsplit(target.address).hostname or ""
            return WebDavHost(target.address, login(name, target.user, host, environ))
        case "git":
            from briefgen.publish.gitbranch import GitBranch

            return GitBranch(name, target, root)
        case "s3":
            from briefgen.publish.rclone import open_bucket

            return open_bucket(target)
        case _:
            from briefgen.publish.rclone import open_remote

            return open_remote(target)

def _folder(target: Target, root: Path) -> Host:
    assert target.path is not None
    folder, site = (root / Path(target.path).expanduser()).resolve(), root.resolve()
    if site.is_relative_to(folder) or any(folder.is_relative_to(site / own) for own in ("content", "templates", "site", ".briefgen")):
        raise UsageError(f"{folder} is a part of the site's own folder; publish to another one")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    if target.switch is False:
        return DiskHost(LocalDisk(), str(folder), str(folder))
    return ExchangedFolder(folder, str(folder))


def _sftp(target: Target) -> Host:
    from briefgen.publish.sftp import SftpDisk
    from briefgen.publish.sftpwire import Wire
    from briefgen.publish.ssh import ssh_options

    assert target.host is not None and target.path is not None
    path, where = target.path.removeprefix("~/"), f"{target.host}:{target.path}"
    disk = SftpDisk(Wire(["ssh", *ssh_options(target), "-s", "--", target.host, "sftp"], target.host))
    return SymlinkedFolder(disk, path, where) if target.switch else DiskHost(disk, path, where)
