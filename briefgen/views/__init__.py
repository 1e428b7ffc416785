"""What each page may show: frozen, ordered values, one class per page kind.

A page is rendered from its view and nothing else, and it is stale when its view differs from last
time. *Cards* are what other pages may know of a briefing, a statement or an event; the rest of a
briefing shows on its own page only, so an edit there leaves every card the same.
"""
