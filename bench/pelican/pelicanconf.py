"""Pelican's settings for the benchmark's site."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

SITENAME = "Benchmark"
SITEURL = "https://bench.example"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "content"
OUTPUT_PATH = "output"
ARTICLE_PATHS: list[str] = []
PAGE_PATHS = ["."]
STATIC_PATHS: list[str] = []
THEME = str(Path(__file__).parent / "theme")
THEME_STATIC_DIR = "assets"
THEME_STATIC_PATHS = ["static"]
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ARCHIVES_SAVE_AS = ""
TYPOGRIFY = False
PLUGINS = ["site_plugin"]
NAV = ["briefings", "questions", "actors", "regions", "timeline"]
MORE = ["topics", "sources", "articles", "methodology", "data"]
