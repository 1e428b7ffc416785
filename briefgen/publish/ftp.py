"""A host that speaks FTP, with or without TLS (RFC 959, RFC 4217), through Python's own ftplib."""

from __future__ import annotations

import ftplib
import io
import ssl
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from briefgen.publish.advice import advise
from briefgen.publish.disk import part_of
from briefgen.publish.host import Done, HostError
from briefgen.publish.manifest import folders_of
from briefgen.publish.secrets import Login
from briefgen.targets import Target

T = TypeVar("T")
TIMEOUT = 60
IMPLICIT = 990
"""The port at which TLS begins with the connection and is not asked for."""
_TRIES = 3
_MISSING, _REFUSED = "550", "530"


class FtpHost:
    """`FileHost` over one FTP connection. A file is stored under another name and renamed."""

    def __init__(self, target: Target, login: Login) -> None:
        assert target.host is not None
        self.target, self._login, self.host = target, login, target.host
        self.root = (target.path or "").rstrip("/")
        self.where = f"{target.kind}://{target.host}{'' if self.root.startswith('/') else '/'}{self.root}"
        self._made: set[str] = set()
        self._ftp = self._connect()

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        found = {}
        for path in paths:
            pieces = io.BytesIO()
            if self._do(path, lambda ftp: ftp.retrbinary(f"RETR {self._there(path)}", _afresh(pieces)), missing=True) is not None:  # noqa: B023
                found[path] = pieces.getvalue()
        return found

    def names(self, folder: str) -> frozenset[str]:
        listed = self._do(folder, lambda ftp: ftp.nlst(self._there(folder)), missing=True)
        return frozenset(name.rstrip("/").rpartition("/")[2] for name in listed or ()) - {".", "..", ""}

    def put(self, files: Mapping[str, Path], done: Done) -> None:
        for folder in ["", *folders_of(files)]:
            self._make(folder)
        for path, file in files.items():
            self._do(path, lambda ftp: self._store(ftp, self._there(path), file))  # noqa: B023
            done(path)

    def remove(self, paths: Sequence[str], done: Done) -> None:
        for path in paths:
            for name in (self._there(path), part_of(self._there(path))):
                self._do(path, lambda ftp: ftp.delete(name), missing=True)  # noqa: B023
            done(path)
        for folder in reversed(folders_of(paths)):
            self._do(folder, lambda ftp: ftp.rmd(self._there(folder)), missing=True)  # noqa: B023
        self._made.clear()

    def close(self) -> None:
        if self._ftp.sock is None:
            return  # it broke, and was closed then
        try:
            self._ftp.quit()
        except (ftplib.Error, OSError, EOFError):
            self._ftp.close()

    def _there(self, path: str) -> str:
        return f"{self.root}/{path}".rstrip("/") if self.root else path or "."

    def _make(self, folder: str) -> None:
        whole = self._there(folder)
        parts = whole.split("/")
        for number in range(1, len(parts) + 1):
            name = "/".join(parts[:number])
            if name not in ("", ".") and name not in self._made:
                self._do(folder, lambda ftp: ftp.mkd(name), missing=True)  # noqa: B023  (there already, or the upload will say)
                self._made.add(name)

    def _store(self, ftp: ftplib.FTP, path: str, file: Path) -> None:
        with file.open("rb") as source:
            ftp.storbinary(f"STOR {part_of(path)}", source, blocksize=65_536)
        try:
            ftp.rename(part_of(path), path)
        except ftplib.error_perm:  # a server that takes no name that is in use
            ftp.delete(path)
            ftp.rename(part_of(path), path)

    def _do(self, path: str, work: Callable[[ftplib.FTP], T], *, missing: bool = False) -> T | None:
        """`work`, again on a new connection where the old one broke; None where `missing` is allowed and the file is."""
        for attempt in range(1, _TRIES + 1):
            try:
                return work(self._ftp)
            except ftplib.error_perm as error:
                if missing and str(error).startswith(_MISSING):
                    return None
                raise HostError(f"{self.where}: {path}: {advise(str(error))}") from None
            except (ftplib.Error, OSError, EOFError) as error:
                if attempt == _TRIES:
                    raise HostError(f"{self.where}: {path}: {advise(_words(error))}") from None
                self._reconnect()
        return None

    def _reconnect(self) -> None:
        self._ftp.close()
        self._ftp = self._connect()

    def _connect(self) -> ftplib.FTP:
        try:
            ftp = self._opened()
            ftp.login(self._login.user, self._login.password)
            if isinstance(ftp, ftplib.FTP_TLS):
                ftp.prot_p()
            return ftp
        except ssl.SSLCertVerificationError as error:
            raise HostError(f"the certificate of {self.host} is not trusted: {error.verify_message}. Nothing was sent. If it is signed by an authority of your own, name that one's file in SSL_CERT_FILE") from None
        except ftplib.error_perm as error:
            said = f"{self._login.refused} ({error})" if str(error).startswith(_REFUSED) else str(error)
            raise HostError(f"{self.where}: {said}") from None
        except (ftplib.Error, OSError, EOFError) as error:
            raise HostError(f"{self.host} cannot be reached: {advise(_words(error))}") from None

    def _opened(self) -> ftplib.FTP:
        port = self.target.port or ftplib.FTP_PORT
        if self.target.kind == "ftp":
            ftp = ftplib.FTP(timeout=TIMEOUT)
        else:
            ftp = _Ftps(timeout=TIMEOUT, context=ssl.create_default_context(), implicit=port == IMPLICIT)
        ftp.connect(self.host, port)
        return ftp


class _Ftps(ftplib.FTP_TLS):
    """FTP over TLS whose data connections resume the session of the first, as many servers demand."""

    def __init__(self, *, implicit: bool, **more: Any) -> None:
        super().__init__(**more)
        self.implicit = implicit

    @property
    def sock(self) -> Any:
        return self._sock

    @sock.setter
    def sock(self, value: Any) -> None:
        if self.implicit and value is not None and not isinstance(value, ssl.SSLSocket):
            value = self.context.wrap_socket(value, server_hostname=self.host)
        self._sock = value

    def login(self, *words: Any, **more: Any) -> str:
        return super().login(*words, secure=not self.implicit, **more)

    def ntransfercmd(self, cmd: str, rest: Any = None) -> Any:
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:  # type: ignore[attr-defined]
            connection = self.context.wrap_socket(connection, server_hostname=self.host, session=self.sock.session)
        return connection, size


def _afresh(pieces: io.BytesIO) -> Callable[[bytes], object]:
    pieces.seek(0)
    pieces.truncate()
    return pieces.write


def _words(error: BaseException) -> str:
    return str(error) or "the connection was closed"
