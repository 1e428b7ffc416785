"""The front page at sizes that the project's own site does not have."""

from __future__ import annotations

from site_driver import Site


def test_it_names_the_ten_longest_overdue_and_counts_the_others(minimal: Site) -> None:
    briefing = minimal.read("content/annotations/pier.yaml")
    minimal.remove("content/annotations/pier.yaml")
    for day in range(1, 14):
        minimal.write(f"content/annotations/pier-{day}.yaml", f"{briefing}title: Day {day}\narticles: [pier]\nreview_by: 2024-11-{day:02}\n")
    minimal.build().expect_exit(0)
    due = minimal.page("/").select_one("#section\\.due")
    assert [line.a.get_text() for line in due.select("li")] == [f"Day {day}" for day in range(1, 11)]
    assert due.p.get_text() == "and 3 more, each marked on its own page"
    assert "review was due by 13 November 2024" in minimal.text("/briefings/pier-13/")
    minimal.remove("content/annotations/pier-1.yaml").remove("content/annotations/pier-2.yaml").remove("content/annotations/pier-3.yaml")
    due = minimal.build().expect_exit(0).page("/").select_one("#section\\.due")
    assert len(due.select("li")) == 10 and due.p is None
