"""The published folder behind real web servers, at the root and below a path: links, headers, the 404 page."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.publish.hostfiles import FOR_EVER, SHORT, Rules, cache_lifetime, htaccess, read_rules, shared_policy
from crawl import broken_links
from published import dead_links, over_http
from servers import free_port, need, running, web
from site_driver import Site, run_in_process, words

MODULES = ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "alias")


@pytest.fixture(scope="module", params=["/", "/briefings/"], ids=["root", "below a path"])
def host(request: pytest.FixtureRequest) -> tuple[Path, str, Site]:
    """(the folder that the server serves, the path of the site in it, the site), published with all additions."""
    folder, base = Path(tempfile.mkdtemp(prefix="briefgen-host-")), request.param
    folder.chmod(0o755)  # servers do not read as root
    request.addfinalizer(lambda: shutil.rmtree(folder))
    site = Site.small(folder / "desk")
    site.replace("content/topics.yaml", "ports:", "ports:\n  formerly: [harbours]")
    site.append("briefgen.yaml", f"publish:\n  live: {{kind: folder, path: ../www{base.rstrip('/')}, live: 'http://localhost{base}', add: [headers, htaccess, gz, br]}}\n")
    pytest.importorskip("brotli")
    site.run("publish", "--verify", "none").expect_exit(0)
    return folder / "www", base, site


@contextlib.contextmanager
def nginx(folder: Path, base: str, site: Site, scratch: Path) -> Iterator[int]:
    program, port = need("nginx", "nginx"), free_port()
    rules = site.run("hostfile", "nginx", "--base-url", f"http://localhost{base}").expect_exit(0).out
    (scratch / "rules.conf").write_text(rules)
    (scratch / "nginx.conf").write_text(
        f"daemon off;\npid {scratch}/pid;\nerror_log {scratch}/error.log;\nevents {{}}\nhttp {{\n include /etc/nginx/mime.types;\n access_log off;\n"
        + "".join(f" {name}_temp_path {scratch}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        + f" server {{\n  listen 127.0.0.1:{port};\n  root {folder};\n  include {scratch}/rules.conf;\n }}\n}}\n"
    )
    with running([program, "-c", str(scratch / "nginx.conf"), "-e", str(scratch / "error.log")], port):
        yield port


@contextlib.contextmanager
def apache(folder: Path, base: str, site: Site, scratch: Path) -> Iterator[int]:
    program, port = need("apache2", "apache2"), free_port()
    (scratch / "apache.conf").write_text(
        "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in MODULES)
        + f"ServerName localhost\nServerRoot {scratch}\nPidFile {scratch}/pid\nListen 127.0.0.1:{port}\nErrorLog {scratch}/error.log\nUser www-data\nGroup www-data\n"
        f"TypesConfig /etc/mime.types\nDocumentRoot {folder}\n<Directory {folder}>\nAllowOverride All\nRequire all granted\n</Directory>\n"
    )
    with running([program, "-X", "-f", str(scratch / "apache.conf")], port):
        yield port


@contextlib.contextmanager
def caddy(folder: Path, base: str, site: Site, scratch: Path) -> Iterator[int]:
    program, port = need("caddy", "caddy"), free_port()
    rules = site.run("hostfile", "caddy", "--base-url", f"http://localhost{base}").expect_exit(0).out
    inner = "".join(f"\t{line}\n" for line in rules.splitlines())
    (scratch / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\nhttp://127.0.0.1:{port} {{\n\troot * {folder}\n{inner}}}\n")
    with running([program, "run", "--config", str(scratch / "Caddyfile"), "--adapter", "caddyfile"], port):
        yield port


@contextlib.contextmanager
def plain(folder: Path, base: str, site: Site, scratch: Path) -> Iterator[int]:
    with web(folder) as url:
        yield int(url.rsplit(":", 1)[1].strip("/"))


def get(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.headers.items()}, body


@pytest.mark.parametrize("server", [nginx, apache, caddy, plain])
def test_a_server_shows_the_same_site(server: object, host: tuple[Path, str, Site], tmp_path: Path) -> None:
    folder, base, site = host
    with server(folder, base, site, tmp_path) as port:  # type: ignore[operator]
        url = f"http://127.0.0.1:{port}{base}"
        assert dead_links(over_http(url)) == []
        assert broken_links(folder / base.strip("/"), url, directories=True) == []
        code, out, err = run_in_process(["verify", url], {})
        assert code == 0, err
        style = next(path.name for path in (folder / base.strip("/") / "assets").glob("style.*.css"))
        missing = get(port, f"{base}nowhere/at/all/")
        assert missing[0] == 404
        if server is plain:
            return
        assert b"not found" in missing[2].lower()
        status, headers, _ = get(port, base)
        assert (status, headers["cache-control"], headers["x-content-type-options"]) == (200, SHORT, "nosniff")
        assert "frame-ancestors 'none'" in headers["content-security-policy"] and "default-src 'none'" in headers["content-security-policy"]
        assert get(port, f"{base}assets/{style}")[1]["cache-control"] == FOR_EVER
        status, headers, _ = get(port, f"{base}topics/harbours/")
        assert status == 301 and headers["location"].endswith(f"{base}topics/ports/")
        status, headers, body = get(port, base, Accept_Encoding="gzip")
        assert headers.get("content-encoding") == "gzip" and gzip.decompress(body) == (folder / base.strip("/") / "index.html").read_bytes()
        assert headers["content-type"].startswith("text/html")


def test_all_servers_show_the_same_pages_in_the_browser(browser, host: tuple[Path, str, Site], tmp_path: Path) -> None:
    folder, base, site = host
    page, refused, shown = browser.new_page(), [], {}
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    for server in (nginx, apache, caddy, plain):
        scratch = tmp_path / server.__name__
        scratch.mkdir()
        with server(folder, base, site, scratch) as port:
            for path in ("", "briefings/", "topics/ports/"):
                page.goto(f"http://127.0.0.1:{port}{base}{path}")
                assert " ".join(page.inner_text("main").split())[:30].lower() == words(site.page("/" + path).main)[:30].lower()
                assert page.evaluate("document.styleSheets.length") >= 1
                shown.setdefault(path, set()).add(page.screenshot())
    page.close()
    assert refused == []
    assert {path: len(pictures) for path, pictures in shown.items()} == {"": 1, "briefings/": 1, "topics/ports/": 1}, "a page looks different behind another server"


# --- the rules themselves ---


def test_the_policy_allows_what_any_page_does() -> None:
    policies = {
        "default-src 'none'; style-src 'self'; script-src 'self' 'sha256-abc'; form-action 'none'; base-uri 'none'",
        "default-src 'none'; style-src 'self' 'sha256-def'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'",
        "default-src 'none'; base-uri 'none'; form-action 'none'",
    }
    parts = set(shared_policy(policies).split("; "))
    assert parts == {
        "default-src 'none'", "base-uri 'none'", "style-src 'self' 'sha256-def'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", "frame-ancestors 'none'",
    }  # fmt: skip


def test_how_long_files_may_be_cached() -> None:
    assert [cache_lifetime(path) for path in ("assets/style.0123456789ab.css", "index.html", "map.svg")] == [FOR_EVER, SHORT, "public, max-age=86400"]


def test_host_files_are_made_on_demand_and_say_what_they_must(small: Site) -> None:
    small.build().run("hostfile", "headers").expect_exit(0)
    assert "/assets/style." in small.out and "Content-Security-Policy: default-src 'none'" in small.out
    assert read_rules(small.output, "https://x.example/y/").base == "/y/"
    assert "ErrorDocument 404 /y/404.html" in htaccess(Rules("/y/", "", (), ()))
    small.run("hostfile", "iis").expect_exit(2)
    assert not (small.output / "_headers").exists()


def test_nginx_accepts_its_rules(small: Site, tmp_path: Path) -> None:
    program = need("nginx", "nginx")
    small.build()
    rules = small.run("hostfile", "nginx").expect_exit(0).out
    (tmp_path / "rules").write_text(rules)
    (tmp_path / "conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ server {{ listen 127.0.0.1:1; root /tmp; include {tmp_path}/rules; }} }}\n")
    done = subprocess.run([program, "-t", "-c", str(tmp_path / "conf"), "-e", str(tmp_path / "log")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
