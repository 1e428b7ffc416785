"""Lines that belong to the page and not to the article, by what they say.

Each rule is a name, which the article's `capture.dropped` shows, and the patterns of whole lines.
They are tried on a line without its case and outer marks; a sentence of six words or more keeps its full
stop, so that a pattern can tell "Share with friends" from what a speaker says. A pattern stands here only if
it is what many sites in that language print and no reporter begins a sentence with; none knows a site's name.
"""

from __future__ import annotations

import re
from functools import cache

from briefgen.clean.letters import one_space

# In the order in which they are tried. `…` in a pattern stands for any few words.
LINES: dict[str, tuple[str, ...]] = {
    "advertisement": (
        "advertisements?( - (continue|scroll|story).*)?", "adverts?", "ads?( by .{1,30})?", "sponsored( content| links?)?", "promoted( content)?",
        "paid (post|content)", "(story|article) continues below( advertisement)?", "continue reading below", "anzeigen?", "werbung",
        "publicité", "publicidade?", "publicidad", "pubblicità", "reklame?", "reklama?", "annonse?", "annonce", "advertentie", "mainos",
        "реклама", "διαφήμιση", "広告", "广告", "廣告", "광고", "إعلان", "quảng cáo", "iklan", "la suite après (cette|la) publicité", "after the break",
        "article continues after (this )?ad(vertisement)?", "scroll to continue( with content)?", "click here to get the .{2,30} app",
        "lesen sie nach der anzeige weiter",
    ),
    "newsletter boilerplate": (
        "discover more from .{1,60}", "subscribe (now|today) to keep reading.*", "subscribe( now| today| here| free)?", "continue reading",
        "subscribe to get the latest posts.*", "(please )?(sign up|subscribe) (here |now |today )?(for|to) (our|the|my|free|daily|weekly|your)\\b.{0,160}", "register (here |now |today )?(for|to) (our|my|free|daily|weekly)\\b.{0,160}",
        "(sign up|subscribe)( here| now| today)?", "get (our|the|your) .{0,40}newsletters?.{0,80}", ".{0,40}(free|daily|weekly|breaking news) (newsletters?|emails?|email alerts)",
        "(email|e-mail) newsletters?", "newsletters?", "join (our|the|\\d[\\d,.]*) .{0,60}(newsletter|mailing list|subscribers)", "type your email.*",
        "(enter )?(your )?e-?mail( address)?( \\*)?", "thank(s| you) for (signing up|subscribing).*", "by (signing up|subscribing|submitting|clicking|providing|entering|registering)\\b.{0,120}\\b(you|i) .{0,30}(agree|accept|consent|acknowledge|confirm|opt)\\b.{0,200}",
        "(we )?(never spam|won't spam|no spam).{0,80}", "unsubscribe (at )?any ?time.*", "you can unsubscribe.*", "(check|keep an eye on) your inbox.*",
        "there was (an error|a problem) .{0,60}(subscription|request|signing up).*", "get .{3,80} (delivered )?(straight |right |directly )?(to|in) your inbox.*",
        "(jetzt )?(newsletter )?(abonnieren|bestellen)", "(zum )?newsletter( anmelden)?", "s'(abonner|inscrire)( à .{0,40})?", "abonnez-vous.{0,80}", "inscrivez-vous .{0,80}newsletter.*",
        "suscríbe(te|ase).{0,80}", "suscribirse", "inscreva-se.{0,60}", "assine.{0,60}newsletter.*", "iscriviti.{0,80}", "zapisz się.{0,80}", "подпи(сывайтесь|шитесь|саться).{0,80}",
        "підпи(суйтесь|шіться).{0,80}", "abone ol.{0,40}", "prenumerera.{0,60}", "tilmeld (dig )?.{0,60}nyhedsbrev.*", "meld (deg|je) .{0,30}(nyhetsbrev|nieuwsbrief).*", "nieuwsbrief",
    ),
    "comment form": (
        "leave (a|your) (reply|comment|response)( cancel reply)?", "post (a|your) comment", "add (a|your) comment", "write a comment", "(join|start) the (conversation|discussion)",
        "(one|\\d+|no|two|three|four|five|six|seven|eight|nine|ten) (thoughts?|responses?|repl(y|ies)|comments?) (on|to):? [\"'‘“”„«].{2,300}", "\\d+ (thoughts?|responses?|repl(y|ies)|comments?) (on|to):? [^.]{2,200}", "(\\[ ?)?(\\d[\\d,.]*|no) (comments?|replies|responses)( ?\\])?", "comments? ?\\(\\d*\\)",
        "comments?( are closed| closed| off)?\\.?", "(view|show|see|read|load)( all| more)?( \\d+)? comments?", "(you must be )?(log|logged) in to (post|leave|reply|add|write).{0,40}", "cancel reply", "reply", "name \\*", "website", "post comment", "submit comment",
        "your e-?mail address will not be published.*", "required fields are marked.*", "save my name.*", "notify me of .{0,60}", "this site uses akismet.*", "learn how your comment data is processed.*",
        "(der |einen? )?kommentare?( schreiben| hinterlassen| verfassen)?", "schreiben? sie (einen|ihren) kommentar", "\\d+ kommentare?", "(laisser|ajouter|écrire|poster) un commentaire", "commentaires?( \\(\\d+\\))?", "\\d+ commentaires?",
        "(deja|dejar|escribe|añade) un comentario", "comentarios?( \\(\\d+\\))?", "\\d+ comentarios?", "deixe (um|seu) comentário", "comentários?( \\(\\d+\\))?", "lascia un commento", "commenti( \\(\\d+\\))?", "nessun commento", "komentarze?( \\(\\d+\\))?", "dodaj komentarz",
        "(оставить |написать |добавить )?комментари[йи]( \\(\\d+\\))?", "коментарі?( \\(\\d+\\))?", "yorum(lar| yap| yaz)?", "(lämna|skriv) (en )?kommentar", "kommentarer?( \\(\\d+\\))?", "reageren", "reacties?( \\(\\d+\\))?", "σχόλια", "コメント(する|を書く)?", "댓글.{0,20}", "评论", "留言", "发表评论",
    ),
    "share buttons": (
        "(please )?(share|tweet|pin|email|e-mail|print|save|copy|send|like|follow)( (this|it))?( (article|story|post|page|link|via email|by email))?", "share( (this|it|the|your))? (article|story|post|page|news|video|recipe|episode|photo|thoughts|link|content)\\b[^,.]{0,40}", "share (this|it)( (on|to|via|with|by|using)\\b[^,.]{0,40})?:?", "share (on|to|via|with)\\b[^,.]{0,40}", "sharing is caring!?", "copy (article )?(link|url)( ?(copied|url ?copied))?!?",
        "(link|url) copied.*", "(share|tweet|pin|post|send|follow|like|find|save|flip|view|visit)( us| this| it| me)? (on|to|in|via|by) (facebook|twitter|x|linkedin|pinterest|whatsapp|reddit|instagram|telegram|email|flipboard|youtube|google.{0,10}|tumblr|bluesky|threads|mastodon|tiktok|pocket|messenger).{0,40}",
        "((share|facebook|twitter|x|\\(?x\\)? ?twitter|linkedin|pinterest|whats ?app|reddit|instagram|telegram|e-?mail|flipboard|youtube|google ?\\+?|tumblr|bluesky|threads|mastodon|tiktok|pocket|mix|stumbleupon|digg|messenger|viber|line|vk|vkontakte|ok|xing|print|rss|copy link|link|sms|snapchat|blogger|evernote|hacker news|more|save|tweet|\\d++)[ ,|/·•+]*){1,14}",
        "\\d[\\d.,]*k? ?(shares?|likes?|views?|reads?|claps?|tweets?|letture|vues|aufrufe)", "show more sharing options", "(share )?close extra sharing options", "addthis sharing buttons", "(share )?all sharing options( for)?.{0,200}", "print (this )?(article|page|story)", "(give|gift) (this )?article", "bookmark( this)?", "save (for|to read) later", "add us on google.{0,60}", "(make|add|set) .{2,40} (as )?(a |your )?preferred source.{0,40}",
        "teilen( auf [^,.]{0,30})?", "(artikel )?(merken|drucken|anhören|vorlesen|versenden)", "partager( (sur|par|via|avec|cet?|cette|l'article|la page)\\b[^,.]{0,40})?", "imprimer", "enregistrer", "compartir( (en|por|vía|via|con|este|esta|esto|artículo|noticia)\\b[^,.]{0,30})?", "compartilhe?( .{0,30})?", "compartilhar", "condividi( (su|via|con|questo|questa|articolo)\\b[^,.]{0,30}| l'[^,.]{0,30})?", "udostępnij( .{0,30})?", "поделиться( (в|во|на|с|через|ссылкой|статьёй|статьей|новостью|этой|этим)\\b[^,.]{0,40})?", "поділитися( (в|у|на|з|через|статтею|новиною|цією|цим)\\b[^,.]{0,40})?", "paylaş", "dela( (på|via|med|artikeln|den här|denna)\\b[^,.]{0,30})?", "del( artikel)?", "delen", "deel( (op|via|met|dit|deze|artikel)\\b[^,.]{0,30})?", "κοινοποίηση", "シェア(する)?", "ツイート", "공유(하기)?", "分享( .{0,20})?",
    ),
    "reading aids": (
        "(\\d+|one|two|three|four|five) ?-?(min(ute)?s?|mins?)\\.?( of)?( read(ing)?( time)?)?( read)?", "(estimated )?read(ing)? time:? ?.{0,30}", "(\\d+ )?min\\.? (lesezeit|leestid|lesetid|læsetid|läsning)", "lesezeit:? ?.{0,20}", "temps de lecture:? ?.{0,20}", "tiempo de lectura:? ?.{0,20}", "tempo di lettura:? ?.{0,20}", "время чтения:? ?.{0,20}", "listen( (to )?((this|the) )?(article|story|post|episode|podcast|now|live|here)\\b.{0,30}|:? ?\\(?\\d.{0,20})?",
        "(this )?audio (version )?(is )?(automatically )?(auto-?generated|generated).{0,80}", "play( video| audio| episode)?", "watch( now| video| more| next)?:?", "video player is loading.*", "loading( (comments?|more|next|content|articles?|stor(y|ies)|posts?|video|ads?|page|player|results?|data)\\b.{0,20})?", "back to (the )?top", "jump to( recipe| content| section|:)?.{0,20}", "skip to (main )?(content|navigation).*", "skip advertisement", "(scroll|swipe) (down|up|left|right|for more).{0,40}", "click to (expand|enlarge|play|share|print).{0,80}", "(tap|click) (here )?to (expand|enlarge|zoom|listen).{0,40}", "enlarge( image)?", "view (image|gallery|photos?|slideshow|full ?screen).{0,30}", "open (image )?in (a )?new (tab|window).{0,20}", "opens in (a )?new (tab|window)", "(image|photo|picture|slide) \\d+ (of|/) \\d+", "\\d+ ?/ ?\\d+", "\\d+ of \\d+", "hide caption", "toggle caption", "text size", "font size", "[a-z]?[+-]", "(table of )?contents( \\[?(hide|show)\\]?)?", "in this article:?", "on this page:?", "inhaltsverzeichnis", "auf dieser seite", "sommaire", "table des matières", "índice", "indice", "zum seitenanfang", "nach oben",
    ),
    "related links": (
        "((read|watch|listen|see) (more|next|also)|also (read|see|watch)|related( (story|stories|article|articles|reading|coverage))?|more on this|recommended( reading)?): ?.{3,200}[^.]",
        "(more )?related( (articles?|stories|posts?|content|links?|reading|topics?|news|coverage|videos?|items?|tags?|products?|resources?))?:?", "read (more|next|also|on|full story|the full story)( stories| articles)?[:.… »→]*", "(see|learn|find out|show|view|load|discover|explore|get) (more|all)( (details?|stories|articles|posts|results))?[:.… »→]*", "see also:?", "also (read|see|on [^,.]{2,30}):?", "(you (may|might)|you'll) (also |be )?(like|enjoy|love|interested in)( to read| these)?( [^,.]{0,30})?:?", "recommended( (for you|stories|reading|articles|videos?|by .{0,20}))?:?", "(we )?recommend(s)?", "(most|top) (read|popular|viewed|shared|recent|stories|watched|commented)( (articles|videos|stories|posts|news|now))?:?", "(trending|popular|latest|recent|featured|top|breaking)( (now|stories|news|posts|articles|videos|topics|on .{2,30}|in .{2,30}))?:?", "(more|latest|next) (from|in|on|about|up|stories|articles|news|posts|like this|to read|to explore|for you)( [^.]{0,50})?:?", "next up( in .{1,30})?", "up next", "(previous|next|older|newer|prev)( (article|post|story|page|entry|chapter))?s?( post)?:?[ →←»«]*.{0,0}", "(previous|next) (article|post|story): ?.{1,200}", "editor'?s'? (picks?|choice)", "must reads?", "don'?t miss:?", "what to read next", "keep reading:?", "further reading:?", "(in case you missed it|icymi):?", "watch( (next|now|this|live|more))?:? ?", "tags?( ?:.{0,120})?", "tags [^.]{0,120}", "(filed|posted) (under|in|to)( ?:.{0,120}| [^.]{0,120})?", "categor(y|ies)( ?:.{0,80})?", "categories [^.]{0,80}", "(related )?topics?( ?:.{0,80})?", "(related )?topics [^.]{0,80}", "keywords?( ?:.{0,120})?", "keywords [^.]{0,120}", "post navigation", "for more (stories|news|articles|posts) like this\\b.{0,80}", "for more( (information|info|details|news|stories|on|about|from|like this)\\b[^.]{0,40})?", "(click )?here for more( .{0,40})?", "click for more( .{0,40})?",
        "mehr zum thema:?", "lesen sie auch:?.{0,200}", "(lesen|mehr) (dazu|sie mehr|davon|lesen):?", "das könnte (sie|dich) auch interessieren:?", "auch interessant:?", "weitere (artikel|themen|nachrichten|meldungen)( [^.]{0,40})?:?", "(themen|schlagworte|schlagwörter|stichworte):?", "(zum )?thema:?", "meistgelesen(e artikel)?", "meist gelesen", "weiterlesen( nach der anzeige)?:?", "zur startseite", "(à )?lire (aussi|également|plus|la suite|ensuite):?.{0,200}", "sur le même (sujet|thème):?", "(les )?plus lus", "voir (aussi|plus):?", "en savoir plus:?", "nos derniers articles", "(lea|lee|leer) (también|más|además):?.{0,200}", "te puede interesar:?", "(noticias|artículos|contenidos?) relacionad[oa]s?:?", "(lo )?más (leído|visto|información|noticias)s?:?", "(leia|veja|saiba|assista) (também|mais):?.{0,200}", "(notícias|artigos|matérias) relacionad[oa]s:?", "mais lidas", "(leggi|vedi) (anche|tutto|di più|altro):?.{0,200}", "potrebbe interessarti( anche)?:?", "(articoli|notizie) correlat[ie]:?", "(czytaj|zobacz|przeczytaj) (także|też|również|więcej):?.{0,200}", "(najczęściej czytane|polecamy|powiązane):?", "(читайте|смотрите) (также|еще|ещё|далее):?.{0,200}", "(по теме|материалы по теме|самое читаемое|популярное|теги):?", "(читайте|дивіться) (також|ще):?.{0,200}", "(теги|популярне|за темою):?", "(ilgili|diğer) haber(ler)?:?", "(läs|les|læs) (också|også|mer|mere|videre):?.{0,200}", "(mest läst|mest lest|mest læst):?", "lees (ook|meer|verder):?.{0,200}", "meest gelezen", "lue (myös|lisää):?.{0,200}", "(διαβάστε (επίσης|ακόμα|περισσότερα)|δείτε επίσης|σχετικά άρθρα):?.{0,200}", "(関連記事|関連リンク|関連ニュース|こちらの記事も.{0,20}|おすすめ記事|あわせて読みたい|続きを読む|人気記事|ランキング):?", "(관련기사|관련 기사|많이 본 (뉴스|기사)|추천기사|인기기사)", "(相关(阅读|新闻|文章|推荐)|延伸阅读|延伸閱讀|相關(新聞|文章|閱讀)|推荐阅读|热门)[:：]?", "(اقرأ (أيضا|أيضاً|المزيد)|مواضيع ذات صلة|الأكثر قراءة):?",
    ),
    "empty author box": (
        "authors?:?", "about (the|this) authors?:?", "author bio:?", "written by:?", "(posted|published|reviewed|edited|fact.checked|medically reviewed) by:?", "by:?", "(follow|contact) (the )?(author|me|us)( on)?:?", "view (all posts|author archive|profile|bio)( by .{1,60})?", "(read )?more( (posts?|articles?|stories|content))? (by|from) [^,.]{2,60}", "(all|other) (posts?|articles?|stories|content) (by|from) [^,.]{2,60}", "see all (posts|articles|by|from).{0,60}", "(autor(en)?|über (den|die) autor(in|en)?):?", "(auteurs?|à propos de l'auteure?):?", "(autora?(es)?|sobre (el|la|o|a) autora?):?", "autor[ei]:?", "автор(ы|и)?:?", "about us", "our team",
    ),
    "login prompt": (
        "(sign|log) ?in( (to|with|here|or).{0,60})?", "log ?in.{0,20}(sign up|subscribe|register)", "(create|register for) (an|a free|your|your free) account( (now|today|here|to|for|or|and)\\b[^,]{0,60})?", "already (a (.{1,20} )?(subscriber|member|user|customer)|have an? (.{1,20} )?(account|subscription|login)|registered|subscribed)(\\?.{0,40}|[ ,–—-]{1,3}(log|sign) ?in.{0,30})?", "subscribe sign in", "to read the full (story|article).{0,60}", "(this|the) (article|content|story) is (for|only|available|reserved).{0,30}(subscribers|members|premium).{0,60}", "(unlock|get|start) (unlimited|full|your|this).{0,50}(access|trial|article)", "(einloggen|anmelden|registrieren|abonnieren|jetzt testen)", "(se connecter|connexion|je m'abonne|déjà abonné ?\\??.*|réservé aux abonnés|(cet )?article réservé.*)", "(iniciar sesión|regístrate|inicia sesión)", "(accedi|registrati|abbonati)", "(войти|зарегистрироваться)",
    ),
    "cookie notice": (
        "(we|this (web)?site|our (web)?site|our partners).{0,40} uses? cookies.*", "by (continuing|using) .{0,60}cookies.*", "(accept|reject|manage|allow)( all)?( cookies| preferences| settings)?", "cookie (policy|settings|preferences|notice|consent)", "(manage|your) (privacy|consent|cookies?)( (choices|settings|preferences|options|rights|policy|notice|controls?|matters|is important|center|centre)\\b.{0,40})?", "this site is protected by re-?captcha.*", "(deine|ihre|your) (privatsphäre|privacy|datenschutz|cookie)[ -]?(einstellungen|settings|choices).{0,300}", "an dieser stelle .{0,80}(inhalt|externen).{0,200}", "ich bin damit einverstanden, dass mir .{0,40}inhalte? .{0,200}", "empfohlener (redaktioneller )?inhalt", "externer inhalt.{0,40}", "ce contenu .{0,40}(bloqué|cookies).{0,200}", "this (slideshow|video|content|page|site|website|feature|map|chart) requires (javascript|flash|cookies).*", "(to|please) (view|enable|display).{0,60}(javascript|cookies).*", "(your browser|javascript) .{0,40}(does not support|disabled|is not supported|required).*",
    ),
    "legal line": (
        "(©|\\(c\\)|&copy;).{0,200}", "copyrights?( notice| policy)?", "copyright:? ?(©|\\(c\\)|&copy;|\\d{4}|by |all rights|the ).{0,200}", "copyright [^.]{2,60}", ".{0,120}(all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|все права защищены|wszelkie prawa zastrzeżone)(?:[.,;:|–—-].{0,80})?", "privacy( (policy|notice|center|statement))?", "terms( (of (use|service)|and conditions|& conditions|of sale))?", "do not (sell|share) .{0,60}personal (information|data).*", "your .{0,20}privacy (choices|rights)\\b.{0,40}", "(contact|advertise|careers|help|faqs?|support|sitemap|site map|accessibility|imprint|impressum|datenschutz|mentions légales|aviso legal|disclaimer)( us| with us)?", "request reprint.*", ".{0,60}무단 ?전재.{0,80}", ".{2,40} may (earn|receive|get) (a |an )?(small )?(affiliate )?(commission|share|compensation)\\b.{0,60}\\b(links?|purchases?|partners?|products?|sales|buy|click|you|page|site)\\b.{0,160}", "if you (buy|purchase|click).{0,80}\\b(we|i)\\b.{0,40}(earn|get|receive).{0,120}", "this (post|article|page|site) (may )?contains? affiliate links.{0,200}", "(affiliate|advertiser) disclosure:?.{0,200}", "why (you can )?trust us\\??.{0,40}", "(send|submit|report) (a |us )?(correction|corrections|tip|tips|feedback|an error|a typo)s?.{0,60}", "(see|found|spotted) (an error|a mistake|something wrong).{0,60}", "was this( (article|page|information|content|answer))?( (helpful|useful|interesting)\\b.{0,50})", "(did you find|rate) this (article|page|information|content|story|post|recipe|helpful|useful|interesting)\\b.{0,60}",
    ),
    "navigation": (
        "home", "menu", "search( (for|this|the|our|in|by|all|query|results?|site|here|archives?|jobs|news|stories|articles|button|form|field|menu)\\b[^,.]{0,25}|:| \\S{1,15})?", "close( menu)?", "open menu", "main menu", "toggle (navigation|menu|search)", "(all )?sections?", "breadcrumbs?( (navigation|trail|links?|menu))?", "you are here:?.{0,80}", "(startseite|suche|menü|suchen)", "(accueil|rechercher|recherche)", "(inicio|buscar)", "(início|pesquisar)", "(cerca|ricerca)", "(главная|поиск|меню)", "more:?", "(view|show|hide|see) (all|less|more)( \\(\\d+\\))?", "(get|download) (the|our) app.{0,40}", "follow( us| me| along)?( on.{0,60})?[:!]?", "follow .{2,40} on (twitter|x|facebook|instagram|linkedin|youtube|whatsapp|telegram|google news|threads|bluesky)\\b[^,]{0,160}", "(got|have|do you have) (a|any) (news |confidential )?(story|tip)s?( to share)?\\?.{0,200}", "(our|social) (apps|media|links)", "(site )?feedback", "[|/·•»>›‹«<→←*#+=_~-]+", "(\\| ?)?\\d{1,6}",
    ),
}  # fmt: skip
_LONGEST = 320
_TRIM = " \t\n.…:!·•|»›→>*-–—#"
_SENTENCE = 6


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule, re.compile("|".join(f"(?:{pattern})" for pattern in patterns))) for rule, patterns in LINES.items())


def furniture_rule(line: str) -> str:
    """The rule that says a whole line is furniture, or "" for text."""
    if len(line) > _LONGEST:
        return ""
    plain = one_space(line).casefold().replace("’", "'").replace("\u00a0", " ")
    is_sentence = plain.endswith(".") and plain.count(" ") + 1 >= _SENTENCE
    for text in dict.fromkeys((plain, plain.lstrip(_TRIM) if is_sentence else plain.strip(_TRIM))):
        for rule, pattern in _compiled():
            if text and pattern.fullmatch(text):
                return rule
    return ""
