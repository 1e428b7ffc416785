"""Names of the months, as newspapers in some thirty languages write them, each with its number.

Abbreviations are found by `month_number` where a word of three letters or more begins one name only.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_NAMES = """
en january february march april may june july august september october november december
en jan feb mar apr may jun jul aug sept oct nov dec
de januar februar märz april mai juni juli august september oktober november dezember
at jänner feber märz april mai juni juli august september oktober november dezember
fr janvier février mars avril mai juin juillet août septembre octobre novembre décembre
es enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
pt janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
it gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
nl januari februari maart april mei juni juli augustus september oktober november december
sv januari februari mars april maj juni juli augusti september oktober november december
da januar februar marts april maj juni juli august september oktober november december
no januar februar mars april mai juni juli august september oktober november desember
fi tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
is janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember
pl stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
pl styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
cs ledna února března dubna května června července srpna září října listopadu prosince
sk januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
hu január február március április május június július augusztus szeptember október november december
ro ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
tr ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
ru января февраля марта апреля мая июня июля августа сентября октября ноября декабря
uk січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
bg януари февруари март април май юни юли август септември октомври ноември декември
sr јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра
hr siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
sl januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra
el ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
id januari februari maret april mei juni juli agustus september oktober november desember
ar يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
fa ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر
he ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
hi जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
"""


@cache
def _table() -> dict[str, int]:
    """Name -> number; a name that means different months in two languages is left out."""
    found: dict[str, int] = {}
    for line in _NAMES.strip().splitlines():
        for number, name in enumerate(line.split()[1:], start=1):
            key = _key(name)
            found[key] = number if found.get(key, number) == number else 0
    return found


def _key(word: str) -> str:
    return unicodedata.normalize("NFC", word.casefold())


@cache
def month_number(word: str) -> int:
    """1 to 12, or 0 if the word is no month, or not one month only."""
    word = _key(word.strip("."))
    table = _table()
    if word in table:
        return table[word]
    if len(word) < 3:
        return 0
    meant = {number for name, number in table.items() if name.startswith(word) and len(name) - len(word) < 9}
    return meant.pop() if len(meant) == 1 else 0
