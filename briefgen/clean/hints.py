"""What a page's author called an element, read as the rule that drops what stands in it.

The names are those that content systems and style guides share (class, id, role); none is a site's
own. They are read only below the element that holds the article, so that `article-with-comments`
drops nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache


_START, _END = r"(?:^|[\s_\-:])", r"(?=$|[\s_\-:\d])"

HINTS: dict[str, str] = {
    "reader comments": r"comments?(?:list|form|area|box|section|wrap(?:per)?|thread|respond)?|disqus|respond|kommentare?|comentarios|commentaires|livefyre|coral|viafoura|replies|discussion",
    "newsletter boilerplate": r"newsletters?|subscri(?:be|ption)s?|signup|sign[_-]?up|opt[_-]?in|mailchimp|mc4wp|mailing[_-]?list|abo[_-]?box|nl[_-]?(?:box|form)|email[_-]?(?:form|capture)|lead[_-]?form",
    "share buttons": r"shar(?:e|ing|er|edaddy)|social(?:[_-]?(?:links|media|share|icons|bar))?(?![\w-]*embed)|addthis|addtoany|a2a|sociable|like[_-]?button|jp[_-]?relatedposts|teilen|share[_-]?tools",
    "related links": r"related\w*|recommend\w*|recirc\w*|read[_-]?(?:more|next|also)|more[_-]?(?:from|on|stories|articles|news|posts)|also[_-]?read|see[_-]?also|popular|trending|most[_-]?(?:read|viewed|popular)|outbrain|taboola|teaser\w*|tags?|tag[_-]?(?:list|cloud|links)|tagged|keywords|topics?[_-]?list|suggest(?:ed|ions?)|next[_-]?(?:post|article|up)|prev[_-]?(?:post|article)|post[_-]?(?:nav(?:igation)?|grid|list)|pagination|pager|latest[_-]?(?:news|posts)|up[_-]?next|further[_-]?reading|breaking[_-]?news|read[_-]?on|manualteaser\w*|crosslinks?|inline[_-]?links?|mehr[_-]?zum[_-]?thema|saiba[_-]?mais|leia[_-]?mais",
    "author box": r"author(?:[_-]?(?:box|bio|info|card|profile|details?|meta|about|block|desc\w*|section|wrap\w*))|about[_-]?(?:the[_-]?)?author|bio(?:graphy)?(?:[_-]?box)?|contributors?[_-]?(?:box|bio|info)|abh[_-]\w+|pp[_-]author\w*|authorbox|byline\w*|by[_-]?line|autor(?:en)?(?:box|info)|post[_-]?author|entry[_-]?author|writer[_-]?(?:bio|info)",
    "advertisement": r"ads?|advert(?:s|ise\w*|orial)?|ad[_-]?(?:container|wrapper|slot|unit|block|label|box|placeholder)|sponsor(?:ed)?|promo(?:tion|ted|box|tional)?|dfp|adsense|google[_-]?auto[_-]?placed|anzeige|werbung|commercial|affiliate(?:[_-]?\w+)?|cta(?:[_-]?\w+)?|call[_-]?to[_-]?action|donat(?:e|ion)\w*|upsell|app[_-]?(?:promo|banner)",
    "cookie notice": r"cookies?(?:[_-]?\w+)?|cookielaw\w*|gdpr|consent\w*|onetrust\w*|privacy[_-]?(?:notice|banner|settings)|sourcepoint\w*|usercentrics\w*|embed[_-]?(?:privacy|placeholder|consent)|opt[_-]?in[_-]?(?:content|embed)",
    "navigation": r"nav(?:igation|bar|box)?|breadcrumbs?|menu|toc(?=\s|$)|toc[_-]?(?:container|list|wrap\w*|nav|box|content|menu|widget|sidebar|title|header)|table[_-]?of[_-]?contents|ez[_-]?toc\w*|skip[_-]?link|site[_-]?header|masthead|language[_-]?(?:switcher|selector)|jump[_-]?(?:links|to)|anchor[_-]?links|on[_-]?this[_-]?page|index[_-]?list",
    "page footer": r"footer|colophon|copyright|site[_-]?(?:info|footer)|legal|disclaimer|imprint|entry[_-]?footer|post[_-]?footer|article[_-]?footer|footnote[_-]?disclosure",
    "sidebar": r"sidebar|side[_-]?bar|widgets?[_-]?area|rail|right[_-]?col(?:umn)?|complementary",
    "picture caption": r"caption\w*|wp[_-]?caption\w*|figcaption|image[_-]?(?:caption|credit|meta|source|description|widget)|photo[_-]?(?:caption|credit|desc\w*)|img[_-]?(?:caption|description|credit|desc)|picture[_-]?(?:caption|text)|media[_-]?(?:caption|credit|info)|credits?|bildunterschrift|gallery|carousel|lightbox|galleria",
    "media player": r"(?:video|audio|media|podcast)[_-]?player(?:[_-]?(?:wrapper|container))?|player[_-]?(?:wrapper|container)|jwplayer|video[_-]?(?:title|caption)",
    "site notice": r"(?:site|top|page)[_-]?banner|browser[_-]?(?:upgrade|warning|notice)|c-grade\w*|notification[_-]?bar|announcement(?:[_-]?bar)?",
    "info box": r"info[_-]?box\w*|fact[_-]?box\w*|faktenbox|factsheet|infokasten|kasten",
    "article details": r"(?:article|post|entry|story|page)[_-]?(?:meta|info|date|header[_-]?meta|details|data|tags|categor\w+|tools|actions|utilities)|meta[_-]?(?:data|info)|posted[_-]?on|dateline|timestamp|publish(?:ed)?[_-]?(?:date|on|time)|pub[_-]?date|reading[_-]?time|read[_-]?time|estimated[_-]?time|categor(?:y|ies)[_-]?(?:list|links|label)?|kicker|eyebrow|rubric|last[_-]?(?:updated|modified)",
    "hidden element": r"print[_-]?only|visible[_-]?print|no[_-]?display|d[_-]?none[_-]?all",
}  # fmt: skip
# A standfirst stands between the headline and the text, whatever else its name seems to say.
DEK = re.compile(
    _START + r"(?:lead(?:[_-]?(?:text|in|paragraph))?|lede|dek|deck|standfirst|stand[_-]?first|summary|sub[_-]?(?:title|head(?:line|ing)?|line)|intro(?:duction|text)?|abstract|excerpt|preamble|preface|teaser(?:[_-]?text)?|desc(?:ription)?|chapo|ingress|epigraph|vorspann|spot|strapline|highlights?|sottotitolo|bajada|entradilla|kurztext|blurb)" + _END
)
TAG_RULES = {"nav": "navigation", "menu": "navigation", "footer": "page footer", "aside": "sidebar", "figcaption": "picture caption"}


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(f"{_START}(?:{pattern}){_END}")) for rule, pattern in HINTS.items())


@lru_cache(maxsize=20_000)
def rule_of_hint(hint: str) -> str:
    """The rule that a class or id names, or ""."""
    if not hint:
        return ""
    for rule, pattern in _compiled():
        if pattern.search(hint):
            return rule
    return ""
