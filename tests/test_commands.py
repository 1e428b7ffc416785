"""The commands: exit statuses, flags, formats, and that the output folder is safe."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefgen.yamltext import parse_yaml
from site_driver import EXAMPLE, ROOT, Site, run_in_process, run_script, tree_of, words

PIER, CRANES = "content/annotations/pier.yaml", "content/annotations/cranes.yaml"


# --- exit statuses and what is printed where ---


def test_a_clean_build_ends_with_a_line_of_counts(small: Site) -> None:
    small.build().expect_clean()
    assert re.fullmatch(r"2 briefings, \d+ files, \d+\.\d MB in \d+\.\d\d s → .*site\n", small.err)
    assert small.out == ""


def test_problems_end_with_1_and_wrong_usage_with_2(small: Site, tmp_path: Path) -> None:
    small.replace(PIER, "by: jo-marsh", "by: jo-march").check().expect_exit(1)
    small.run("build", "--nonsense").expect_exit(2)
    assert "nonsense" in small.err
    assert run_in_process(["build", "-C", str(tmp_path / "absent")], {})[0] == 2
    (tmp_path / "empty").mkdir()
    code, _, err = run_in_process(["build", "-C", str(tmp_path / "empty")], {})
    assert code == 2 and "briefgen init" in err
    small.run("check", "--base-url", "not a url").expect_exit(2)


def test_the_console_script_itself(small: Site) -> None:
    small.run("check", in_process=False).expect_exit(0)
    assert small.err == "no problems\n"
    small.replace(PIER, "by: jo-marsh", "by: jo-march").run("build", in_process=False).expect_exit(1)
    small.expect_problem("content/annotations/pier.yaml:6:9: error unknown-actor: there is no actor 'jo-march'")
    small.run("build", "--nonsense", in_process=False).expect_exit(2)
    assert run_script(["--version"], {})[1].startswith("briefgen, version ")


@pytest.mark.parametrize("words_", [["--help"], ["build", "-h"], ["check", "--help"], ["list", "--help"], ["init", "--help"], ["schema", "--help"]])
def test_every_command_explains_itself(words_: list[str]) -> None:
    code, out, _ = run_in_process(words_, {})
    assert code == 0 and "Usage: " in out


def test_strict_makes_warnings_fail(small: Site) -> None:
    small.write("content/notes.txt", "to do").check().expect_exit(0)
    small.check(strict=True).expect_exit(1)
    small.build(strict=True).expect_exit(1)
    assert not small.output.exists()


def test_quiet_prints_problems_only_and_no_notices(small: Site) -> None:
    small.replace("content/articles/cranes.md", "published: 2024-11-02", "published: 2024-11-02\ncapture: {file: a.html}")
    assert small.build("-q").expect_exit(0).err == ""
    assert small.build().codes() == ["raw-missing"]
    small.write("content/notes.txt", "to do")
    assert small.build("-q").codes() == ["unexpected-file"]


def test_colour_is_asked_for(small: Site) -> None:
    small.replace(PIER, "by: jo-marsh", "by: jo-march")
    assert "\x1b[" not in small.check().err
    assert "\x1b[31merror\x1b[0m" in small.check("--color", "always").err
    assert "\x1b[" not in small.check("--color", "never").err


def test_a_terminal_is_not_told_to_do_anything(small: Site) -> None:
    """Escape sequences in content, or in a file's name, come out as their code points."""
    small.write("content/no\x1b[31mtes\n.txt", "to do").replace(PIER, "by: jo-marsh", 'by: "jo\\e[2J"')
    small.check().expect_exit(1)
    assert "\x1b" not in small.err
    small.write("content/articles/esc.md", "---\ntitle: T\x1b[2J\nsource: quay-post\n---\n").check().expect_exit(1)
    assert "\x1b" not in small.err


def test_problems_as_json(small: Site) -> None:
    small.replace(PIER, "by: jo-marsh", "by: jo-march").check("--format", "json").expect_exit(1)
    assert json.loads(small.out) == [
        {
            "path": PIER,
            "line": 6,
            "column": 9,
            "severity": "error",
            "code": "unknown-actor",
            "message": "there is no actor 'jo-march'",
            "hint": "did you mean 'jo-marsh'?",
        }
    ]
    assert json.loads(Site.small(small.root.parent / "clean").check("--format", "json").out) == []


def test_problems_for_github(small: Site) -> None:
    small.replace(PIER, "by: jo-marsh", 'by: "jo%, marsh:"').check("--format", "github").expect_exit(1)
    assert small.out == (
        "::error file=content/annotations/pier.yaml,line=6,col=10,title=unknown-actor"
        "::there is no actor 'jo%25, marsh:'; did you mean 'jo-marsh'?\n"
    )


def test_problems_as_sarif(small: Site) -> None:
    small.replace(PIER, "by: jo-marsh", "by: jo-march").write("content/a b.txt", "").check("--format", "sarif").expect_exit(1)
    log = json.loads(small.out)
    assert log["version"] == "2.1.0" and log["$schema"].endswith(".json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "briefgen" and {rule["id"] for rule in driver["rules"]} == {"unknown-actor", "unexpected-file"}
    for result in run["results"]:
        assert result["level"] in ("error", "warning", "note") and result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["region"]["startLine"] >= 1 and place["region"]["startColumn"] >= 1
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", place["artifactLocation"]["uri"]), "a URI reference (RFC 3986)"


def test_problems_come_in_the_order_of_files_and_lines(small: Site) -> None:
    small.replace(PIER, "by: jo-marsh", "by: jo-march").replace(PIER, "title: Is", "titel: Is").replace(CRANES, "pier/idle", "pier/idel")
    small.check()
    places = [(m[1], int(m[2])) for line, _ in small.problems() if (m := re.match(r"(.*?):(\d+):", line))]
    assert places == sorted(places) and len(places) == 3


# --- the output folder ---


def test_a_folder_that_we_did_not_make_is_refused(small: Site, tmp_path: Path) -> None:
    (tmp_path / "homepage").mkdir()
    (tmp_path / "homepage/index.html").write_text("mine")
    before = tree_of(tmp_path / "homepage")
    small.build(output=tmp_path / "homepage").expect_exit(2)
    assert tree_of(tmp_path / "homepage") == before and "was not made by briefgen" in small.err


@pytest.mark.parametrize("place", [".", "..", "content", "content/articles"])
def test_the_sites_own_folders_are_refused(small: Site, place: str) -> None:
    before = tree_of(small.root)
    small.build(output=small.root / place).expect_exit(2)
    assert tree_of(small.root) == before


def test_a_file_is_refused(small: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    small.build(output=tmp_path / "file").expect_exit(2)
    assert (tmp_path / "file").read_text() == "mine"


def test_an_empty_folder_and_a_new_one_are_taken(small: Site, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    small.build(output=tmp_path / "empty").expect_exit(0)
    small.build(output=tmp_path / "not/there/yet").expect_exit(0)
    assert tree_of(tmp_path / "empty") == tree_of(tmp_path / "not/there/yet")


def test_the_folder_we_stand_in_can_be_the_output(small: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    small.build("-o", ".").expect_exit(0)
    assert (tmp_path / "here/index.html").is_file()


def test_what_others_put_there_is_carried_over(small: Site) -> None:
    small.build()
    (small.output / "CNAME").write_text("briefings.example\n")
    (small.output / ".well-known").mkdir()
    (small.output / ".well-known/key.txt").write_text("key")
    (small.output / "link").symlink_to("CNAME")
    (small.output / "folder").symlink_to(".well-known")
    small.append(PIER, "watch: [A ship.]\n").build().expect_exit(0)
    assert (small.output / "CNAME").read_text() == "briefings.example\n"
    assert (small.output / ".well-known/key.txt").read_text() == "key"
    assert os.readlink(small.output / "link") == "CNAME" and os.readlink(small.output / "folder") == ".well-known"
    assert "A ship." in small.text("/briefings/pier/")


def test_what_we_no_longer_make_goes(small: Site) -> None:
    small.build()
    assert small.has("/briefings/cranes/") and small.has("/pier.svg")
    small.remove(CRANES).remove("content/static/pier.svg").replace("content/articles/pier.md", "  file: pier.svg\n", "")
    small.build().expect_exit(0)
    assert not small.has("/briefings/cranes/") and not small.has("/pier.svg") and not small.has("/articles/cranes/")
    assert not (small.output / "briefings/cranes").exists()


def test_a_linked_output_folder_stays_a_link(small: Site, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    small.build(output=tmp_path / "link").expect_exit(0)
    small.build(output=tmp_path / "link").expect_exit(0)
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real/index.html").is_file()


def test_a_swap_that_was_cut_short_is_finished(small: Site) -> None:
    """The old site was moved away and the new one not yet moved in."""
    small.build()
    (small.output / "CNAME").write_text("briefings.example\n")
    small.output.rename(small.root / ".site.aside")
    small.build().expect_exit(0)
    assert (small.output / "CNAME").is_file()


def test_a_folder_that_cannot_be_written_is_one_line_not_a_traceback(small: Site) -> None:
    small.build(output=Path("/proc/briefgen/site")).expect_exit(1)
    assert small.err.splitlines()[-1].startswith("briefgen: ") and "Traceback" not in small.err


def test_check_writes_nothing(small: Site) -> None:
    before = tree_of(small.root)
    small.check().expect_clean()
    small.list()
    assert tree_of(small.root) == before


# --- templates and theme ---


def test_one_template_can_be_overridden(small: Site) -> None:
    small.write("templates/page.html", '{% extends "base.html" %}\n{% block main %}\n<h1>Mine: {{ page.title }}</h1>\n{% endblock %}\n')
    small.build().expect_clean()
    assert small.text("/about/") == "Mine: About"
    assert "Harbour briefings" in words(small.page("/"))


def test_a_broken_template_is_named_with_its_line_and_nothing_is_written(small: Site) -> None:
    small.build()
    before = tree_of(small.output)
    small.write("templates/actor.html", '{% extends "entity.html" %}\n\n{% block sections %}{{ view.nothing }}{% endblock %}\n')
    small.build().expect_exit(1)
    assert small.codes() == ["template-failed"] and small.err.startswith("templates/actor.html:3:1: error")
    assert tree_of(small.output) == before
    assert not (small.root / ".site.new").exists()


def test_a_template_that_is_not_utf8_is_named(small: Site) -> None:
    small.write("templates/actor.html", b"caf\xe9").build().expect_exit(1)
    small.expect_problem("templates/actor.html:1:4: error not-utf8: this file is not UTF-8: the byte 0xE9 does not belong")


def test_templates_have_no_way_out_of_escaping(small: Site) -> None:
    small.write("templates/page.html", "{{ page.title|safe }}").check().expect_exit(1)
    assert small.codes() == ["template-syntax"]


def test_theme_tokens_end_in_the_style_sheet_and_change_its_address(small: Site) -> None:
    def sheet() -> tuple[str, str]:
        (path,) = [path for path in small.files() if re.fullmatch(r"assets/style\.[0-9a-f]{12}\.css", path)]
        return path, small.files()[path].decode()

    plain, _ = (small.build(), sheet())[1]
    small.append("briefgen.yaml", 'theme: {accent: "#7a1f1f", dark-accent: "#f0b0b0"}\n').build().expect_clean()
    path, style = sheet()
    assert path != plain and "--accent: light-dark(#7a1f1f, #f0b0b0);" in style
    assert path in small.html("/")


@pytest.mark.parametrize("value", ["red; } body { display: none", "url(https://evil.example/x)", "URL(x)", "</style>", "/* */", "a\\b"])
def test_a_theme_value_cannot_leave_its_token(small: Site, value: str) -> None:
    small.append("briefgen.yaml", f"theme: {{accent: {json.dumps(value)}}}\n").check().expect_exit(1)
    assert small.codes() == ["bad-value"]


# --- init, schema, list ---


def test_init_makes_a_site_that_builds_without_a_problem(tmp_path: Path) -> None:
    code, _, err = run_in_process(["init", str(tmp_path / "new")], {})
    assert code == 0 and "briefgen build" in err
    site = Site(tmp_path / "new").build(strict=True).expect_clean()
    assert [url for url in site.urls() if re.fullmatch(r"/briefings/[^/]+/", url)], "there is nothing to learn from"
    assert run_in_process(["init", str(tmp_path / "new")], {})[0] == 2
    assert tree_of(tmp_path / "new")


def test_schemas_accept_the_sites_own_files_and_refuse_a_broken_one(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    site = Site.from_dir(ROOT, tmp_path / "site").run("schema").expect_exit(0)
    schemas = {p.name.removesuffix(".schema.json"): json.loads(p.read_text()) for p in (site.root / "schema").iterdir()}
    assert set(schemas) == {"site", "annotation", "article", "page", "actors", "regions", "questions", "topics", "sources"}
    validators = {name: jsonschema.Draft202012Validator(schema) for name, schema in schemas.items()}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    files = [("site", site.root / "briefgen.yaml")]
    files += [("annotation", path) for path in (site.root / "content/annotations").glob("*.yaml")]
    files += [(kind, path) for kind in schemas for path in [*(site.root / "content" / kind).glob("*.yaml"), site.root / f"content/{kind}.yaml"]]
    for kind, path in files:
        if path.is_file():
            data, _ = parse_yaml(path.read_text(encoding="utf-8"), path.name)
            errors = [f"{path.name}: {e.json_path}: {e.message}" for e in validators[kind].iter_errors(numbers(data, schemas[kind]))]
            assert errors == []
    annotation = parse_yaml(site.read("content/annotations/2024-10-29-nato-confirms-kursk.yaml"), "")[0]
    for broken in (
        {**annotation, "botom_line": "x"},
        {**annotation, "topics": ["no-such-topic"]},
        {**annotation, "claims": {"a": {"by": "no-such-actor", "passage": "x"}}},
        {**annotation, "claims": {"a": {"by": "nato", "passage": "x", "answers": {"no-such-question": "affirms"}}}},
        {**annotation, "published": "yesterday"},
        {key: value for key, value in annotation.items() if key != "bottom_line"},
    ):
        assert not validators["annotation"].is_valid(broken)
    assert validators["annotation"].is_valid({**annotation, "claims": {"a": {"by": "article", "passage": "x"}}})


def numbers(data: object, schema: dict) -> object:
    """Plain values as an editor's YAML reader would give them: what looks like a number is one."""
    if isinstance(data, dict):
        return {key: numbers(value, schema) for key, value in data.items()}
    if isinstance(data, list):
        return [numbers(value, schema) for value in data]
    return float(data) if isinstance(data, str) and re.fullmatch(r"-?[0-9]+\.[0-9]+", data) else int(data) if re.fullmatch("[1-9][0-9]?", data) else data


def test_list_has_every_record_and_no_open_one(small: Site) -> None:
    rows = {(row["kind"], row["id"]): row["outcome"] for row in small.list()}
    assert rows.pop(("pages", "about")) == "published" and set(rows.values()) == {"published"}
    assert len(rows) == 2 + 2 + 3 + 2 + 3 + 1 + 1
    small.write("content/topics.yaml", "ports: {name: Ports}\nunused: {name: Unused}\n")
    (unused,) = [row for row in small.list() if row["id"] == "unused"]
    assert unused["outcome"] == "excluded" and unused["says"] == "no published briefing refers to it"


def test_list_tells_errors_from_the_rest(small: Site) -> None:
    small.replace(PIER, "by: jo-marsh", "by: jo-march").write("content/articles/bad.md", b"\xff\xfe")
    rows = {row["path"]: row for row in small.list()}
    assert small.code == 1
    assert rows[PIER]["outcome"] == "error" and rows[PIER]["says"] == f"{PIER}:6:9: unknown-actor"
    assert rows["content/articles/bad.md"]["outcome"] == "error"
    assert rows[CRANES]["outcome"] == "published"


def test_list_as_text_says_how_much_of_an_article_is_published(small: Site) -> None:
    small.run("list").expect_exit(0)
    assert re.search(r"published +content/articles/cranes.md +/articles/cranes/ \(\d+ % of its text, rights: unknown\)", small.out)


# --- feeds and sitemaps ---

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("url", ["/feed.atom", "/actors/nato/feed.atom", "/regions/russia/feed.atom", "/topics/diplomacy/feed.atom"])
def test_atom_feeds(own_site: Site, url: str) -> None:
    root = ElementTree.fromstring(own_site.files()[url[1:]])
    assert root.tag == f"{ATOM}feed"
    for name in ("title", "id", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    entries = root.findall(f"{ATOM}entry")
    assert entries
    date = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    for entry in entries:
        address = entry.find(f"{ATOM}id").text
        assert address.startswith("https://briefgen-sample.example/briefings/")
        assert own_site.has(address.removeprefix("https://briefgen-sample.example"))
        assert re.fullmatch(date, entry.find(f"{ATOM}updated").text) and re.fullmatch(date, entry.find(f"{ATOM}published").text)
        for href in re.findall(r'href="([^"]*)"', entry.find(f"{ATOM}summary").text):
            assert href.startswith("https://"), "a link in a feed must not be relative"
    assert [e.find(f"{ATOM}published").text for e in entries] == sorted((e.find(f"{ATOM}published").text for e in entries), reverse=True)
    assert root.find(f"{ATOM}updated").text == max(e.find(f"{ATOM}updated").text for e in entries)


def test_json_feeds(own_site: Site) -> None:
    for path, data in own_site.files().items():
        if path.endswith("feed.json"):
            feed = json.loads(data)
            assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"]
            assert feed["feed_url"] == f"https://briefgen-sample.example/{path}"
            assert {"id", "url", "title", "content_html", "date_published", "date_modified"} <= set(feed["items"][0])
            assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


def test_every_other_form_that_a_page_names_is_there_and_no_other(own_site: Site) -> None:
    from urllib.parse import urljoin

    named = {urljoin(url, link["href"]) for url in own_site.urls() for link in own_site.page(url).select("link[rel=alternate]")}
    beside_pages = ("feed.atom", "feed.json", "stix.json", "briefing.json", "annotations.json", "data.json", "text.txt")
    assert named == {f"/{path}" for path in own_site.files() if path.endswith(beside_pages) and path != "data/stix.json"}


def test_hostile_text_in_feeds_is_text(small: Site) -> None:
    small.replace(PIER, "title: Is Pier Nine shut", "title: ']]> <script>&amp; \uffee'").build().expect_exit(0)
    assert "]]> <script>&amp;" in ElementTree.fromstring(small.files()["feed.atom"]).find(f".//{ATOM}entry[2]/{ATOM}title").text


SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def is_redirect(site: Site, url: str) -> bool:
    return 'http-equiv="refresh"' in site.html(url)


def sitemap_urls(site: Site, path: str = "sitemap.xml") -> list[str]:
    return [loc.text for loc in ElementTree.fromstring(site.files()[path]).iter(f"{SITEMAP}loc")]


def test_the_sitemap_lists_every_indexed_page_and_nothing_else(own_site: Site) -> None:
    indexed = [
        f"https://briefgen-sample.example{url}"
        for url in own_site.urls()
        if not is_redirect(own_site, url) and url != "/404.html"
    ]
    assert sorted(sitemap_urls(own_site)) == sorted(indexed)
    for url in own_site.urls():
        if url == "/404.html" or is_redirect(own_site, url):
            robots = own_site.page(url).select_one("meta[name=robots]")
            assert robots is not None and "noindex" in robots["content"], url


def test_past_the_limit_there_is_an_index_of_sitemaps(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sitemap_urls(small.build())
    monkeypatch.setattr("briefgen.planner.MAX_URLS", 10)
    small.build("--fresh").expect_exit(0)
    parts = sitemap_urls(small)
    assert len(parts) == -(-len(whole) // 10) and parts[0] == "https://harbour.example/desk/sitemap-1.xml"
    listed = [url for part in parts for url in sitemap_urls(small, part.removeprefix("https://harbour.example/desk/"))]
    assert sorted(listed) == sorted(whole)
    assert "Sitemap: https://harbour.example/desk/sitemap.xml" in small.files()["robots.txt"].decode()


def test_base_url_moves_every_absolute_address(small: Site) -> None:
    small.build(base_url="https://elsewhere.example/x").expect_exit(0)
    for path, data in small.files().items():
        assert b"harbour.example" not in data, path
    assert small.page("/about/").select_one("link[rel=canonical]")["href"] == "https://elsewhere.example/x/about/"


@pytest.mark.parametrize("url", ["https://x.example/a?b=c", "https://x.example/a#b", "ftp://x.example", "x.example", "https://", "https://a b/"])
def test_the_sites_address_can_only_be_a_place_for_a_folder(small: Site, url: str) -> None:
    small.replace("briefgen.yaml", "https://harbour.example/desk", f'"{url}"').check().expect_exit(1)
    assert small.codes() == ["bad-value"]
    Site.small(small.root.parent / "clean").check("--base-url", url).expect_exit(2)


# --- long lists ---


def many(folder: Path, count: int, year=lambda n: 2020 + n % 3) -> Site:
    """A site of `count` briefings on one article each, over three years, all by one actor on one region and topic."""
    site = Site.empty(folder)
    for n in range(count):
        add(site, n, year(n))
    return site


def add(site: Site, n: int, year: int) -> None:
    date = f"{year}-{n % 12 + 1:02}-{n % 28 + 1:02}"
    site.write(f"content/articles/b{n}.md", f"---\ntitle: Article {n}\nsource: Wire\npublished: {date}\n---\nIt said number {n}.\n")
    site.write(
        f"content/annotations/b{n}.yaml",
        f"bottom_line: Briefing {n} [^c].\ntopics: [Ports]\nclaims:\n  c: {{by: Port, passage: number {n}, date: {date}, where: Bay, answers: {{Open?: affirms}}}}\n"
        f"events:\n  e: {{what: Event {n}, date: {date}, actors: Port, where: Bay}}\n",
    )


def test_past_fifty_items_lists_split_by_year_and_a_new_one_changes_its_own_year_only(tmp_path: Path) -> None:
    site = many(tmp_path / "many", 60).build(strict=True).expect_clean()
    for url in ("/briefings/", "/actors/port/", "/regions/bay/", "/topics/ports/", "/questions/open/", "/articles/", "/timeline/", "/sources/wire/"):
        for year in ("2020", "2021", "2022"):
            assert site.has(f"{url}{year}/"), f"{url}{year}/"
    assert len(site.page("/briefings/").select("article.briefing")) == 50
    assert len(site.page("/briefings/2021/").select("article.briefing")) == 20
    before = site.files()
    add(site, 60, 2022)
    site.build().expect_exit(0)
    changed = {path for path, data in site.files().items() if before.get(path) != data}
    assert not [path for path in changed if re.search(r"/(2020|2021)/index\.html$", path) and not counts_only(before[path], site.files()[path])]
    assert "briefings/2022/index.html" in changed and "briefings/b60/index.html" in changed
    untouched = [path for path in before if re.match(r"briefings/b\d+/index", path) and path not in changed]
    assert len(untouched) >= 58, "a briefing's own page changes for its neighbours only"


def counts_only(before: bytes, after: bytes) -> bool:
    """Whether two pages differ only in how many items the years have."""
    strip = lambda page: re.sub(rb'<nav class="years".*?</nav>', b"", page, flags=re.DOTALL)
    return strip(before) == strip(after)


def test_fifty_items_do_not_split(tmp_path: Path) -> None:
    site = many(tmp_path / "fifty", 50).build().expect_clean()
    assert not site.has("/briefings/2020/") and len(site.page("/briefings/").select("article.briefing")) == 50


def test_the_example_is_not_needed_to_run_these(tmp_path: Path) -> None:
    assert "shared" in str(EXAMPLE) and (ROOT / "content").is_dir()
