"""Web Annotations: every passage is where its selectors say, and nothing leaks from articles that may not be shown whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from briefgen.article import parse_article
from site_driver import Site, quoted_text

RESTRICTED = "/articles/cranes/"


def annotations(site: Site) -> Iterator[dict]:
    for path in sorted(site.output.glob("briefings/*/annotations.json")):
        collection = json.loads(path.read_bytes())
        assert collection["type"] == "AnnotationCollection" and collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
        first = collection["first"]
        assert first["type"] == "AnnotationPage" and first["partOf"] == collection["id"]
        assert collection["total"] == len(first["items"])
        yield from first["items"]


def targets(annotation: dict) -> Iterator[tuple[str, dict]]:
    """(source, selector) of everything that the annotation is about."""
    for target in annotation["target"]:
        yield target["source"], target["selector"]


def visible(site: Site, id: str) -> str:
    """All words of a stored article."""
    article = parse_article(site.read(f"content/articles/{id}.md"), id).value
    assert article is not None
    return "\n\n".join(filter(None, article.texts))


def test_every_passage_is_an_annotation(own_site: Site) -> None:
    """By the marks on the articles' pages, whose anchors are the annotations' ids."""
    ids = [annotation["id"] for annotation in annotations(own_site)]
    assert len(ids) == len(set(ids)) > 40
    base = "https://briefgen-sample.example"
    pages = [url for url in own_site.urls() if url.startswith("/articles/")]
    anchors = {f"{base}{url}{link['href']}" for url in pages for link in own_site.page(url).select(".resting a[href^='#']")}
    assert set(ids) == anchors


def test_annotations_have_what_the_model_requires(own_site: Site) -> None:
    """Web Annotation Data Model, 3.1 and 3.2: an id, the type, one target or more; bodies and motivations of its lists."""
    motivations = set()
    for annotation in annotations(own_site):
        assert annotation["type"] == "Annotation" and annotation["target"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", annotation["created"])
        text, record = annotation["body"]
        assert text["type"] == "TextualBody" and text["value"] and text["format"] == "text/plain"
        assert record["type"] == "SpecificResource" and "/briefings/" in record["source"]
        motivations.add(annotation["motivation"])
    assert motivations == {"describing", "questioning", "assessing"}


def test_quotes_are_found_where_they_are_said_to_stand(own_site: Site) -> None:
    checked = 0
    for annotation in annotations(own_site):
        text = visible(own_site, annotation["id"].split("/articles/")[1].split("/")[0])
        for _, selector in targets(annotation):
            if selector["type"] == "TextQuoteSelector":
                whole = selector.get("prefix", "") + selector["exact"] + selector.get("suffix", "")
                assert whole in text
                assert len(selector.get("prefix", "")) <= 32 and len(selector.get("suffix", "")) <= 32
                checked += 1
    assert checked > 40


def test_positions_lead_to_the_same_words(own_site: Site) -> None:
    checked = 0
    for annotation in annotations(own_site):
        quotes = [selector["exact"] for _, selector in targets(annotation) if selector["type"] == "TextQuoteSelector"]
        places = [(source, s) for source, s in targets(annotation) if s["type"] == "TextPositionSelector"]
        for exact, (source, selector) in zip(quotes, places, strict=bool(places)):
            file = own_site.output / source.removeprefix("https://briefgen-sample.example/")
            text = file.read_bytes().decode("utf-8")
            assert text[selector["start"] : selector["end"]] == exact
            checked += 1
    assert checked > 10


def test_plain_text_is_kept_of_whole_articles_only(own_site: Site) -> None:
    kept = {path.parent.name for path in own_site.output.glob("articles/*/text.txt")}
    articles = {path.stem: parse_article(path.read_text(encoding="utf-8"), "").value for path in (own_site.root / "content/articles").glob("*.md")}
    full = {id for id, article in articles.items() if article.head.rights == "full"}
    assert kept == {id for id in full if own_site.has(f"/articles/{id}/")} and kept
    for id in kept:
        assert (own_site.output / f"articles/{id}/text.txt").read_text(encoding="utf-8") == visible(own_site, id) + "\n"


def test_a_restricted_article_leaks_no_word_beside_its_sentences(small: Site) -> None:
    """Each sentence has a word of its own; only the quoted one's may be in any file."""
    small.write(
        "content/articles/cranes.md",
        "---\ntitle: Cranes at rest\nsource: quay-post\npublished: 2024-11-02\n---\n"
        "Aardvark came before. Nine cranes stand idle, the badger said. Capybara followed.\n\nDromedary ended it.\n",
    ).build().expect_exit(0)
    everything = b"\n".join(small.files().values())
    assert b"badger" in everything
    for word in (b"Aardvark", b"Capybara", b"Dromedary"):
        assert word not in everything
    (claim,) = [a for a in annotations(small) if RESTRICTED in a["id"]]
    ((source, selector),) = targets(claim)
    assert selector == {"type": "TextQuoteSelector", "exact": "Nine cranes stand idle", "suffix": ", the badger said."}
    assert source.endswith(RESTRICTED), "the article has no address of its own"
    shown = " ".join(quoted_text(small.page(RESTRICTED).main).split())
    assert selector["exact"] + selector["suffix"] in shown


def test_parts_of_a_passage_are_targets_of_their_own(small: Site) -> None:
    small.replace("content/annotations/pier.yaml", "passage: said that the pier was open", "passage: The Dock Union … the pier was open").build().expect_exit(0)
    claim = next(a for a in annotations(small) if a["id"].endswith("#pier--open"))
    quotes = [selector["exact"] for _, selector in targets(claim) if selector["type"] == "TextQuoteSelector"]
    assert quotes == ["The Dock Union", "the pier was open"]
