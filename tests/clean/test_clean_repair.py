"""Mojibake: what is damaged is put back, and nothing else is touched."""

from __future__ import annotations

import pytest

from briefgen.clean.repair import repair

# Healthy prose in the scripts whose letters look most like misread UTF-8. Each has the hard cases of
# its language: capitals before closing quotation marks, guillemets with hard spaces, capitals in a row.
HEALTHY = {
    "Greek": "Το λιμάνι έκλεισε τη Δευτέρα, είπε ο λιμενάρχης Νίκος Βέλλης. «Δεν έχουμε πλήρωμα», πρόσθεσε. Η ΔΕΗ και ο ΟΤΕ δεν απάντησαν. «ΝΑΙ» ή «ΟΧΙ»; Ο Άρης είδε τον Ήλιο, την Ύδρα και την Ώρα. Το «Ά» και το «Ώ».",
    "Russian": "Порт закрыли в понедельник, сообщил начальник гавани. «У нас нет экипажа», — сказал он. В РФ, США и СНГ ждут ответа. Газета «РВ» и журнал “ГР”. Цена — 300 рублей… №5, §3.",
    "Ukrainian": "Порт закрили в понеділок, повідомив начальник гавані. «Екіпажу немає», — сказав він. Під’їзд, п’ять, ґанок, її, їжак. Партія «ЄС» та рух «ІР».",
    "Serbian": "Лука је затворена у понедељак, рекао је лучки капетан. „Немамо посаду“, додао је. Љубав, Њујорк, Џеп, ЂОРЂЕ.",
    "Thai": "ท่าเรือปิดในวันจันทร์ นายท่ากล่าวว่า “เราไม่มีลูกเรือ” และเสริมว่าเรือจะไม่ออกในวันศุกร์ เธโเธอเธฅ ราคา 300 บาท ฯลฯ น้ำใจ โรงเรียน",
    "Turkish": "Liman pazartesi günü kapandı, dedi İskele Müdürü. “Mürettebatımız yok,” diye ekledi. ŞIRNAK, ÇANAKKALE, IĞDIR, ÜSKÜDAR. “ÂDET”, rüzgâr, kâğıt, Âşık ‘ÂLEM’.",
    "Polish": "Port zamknięto w poniedziałek – powiedział kapitan. „Nie mamy załogi”, dodał. ŻÓŁW, ŁÓDŹ, ŚWIĘTO, ĆMA, ŹRÓDŁO; gęślą jaźń. „Ă” i „Ŕ”.",
    "French": "Le port a fermé lundi, a dit le capitaine. « Nous n’avons pas d’équipage », a-t-il ajouté. À Évry, Ÿ, œuvre, ÇA, ÂGE, « À » et « Ô ». Prix : 300 €… l’« Ë ».",
    "Portuguese": "O porto fechou na segunda-feira. “Não há tripulação”, disse. SÃO PAULO, NAÇÃO, “Ã”, “Â”, MAÇÃ. «IRMÃ» e «ÂNSIA».",
    "German": "Der Hafen wurde am Montag geschlossen. „Wir haben keine Mannschaft“, sagte er. ÄÖÜ, STRAẞE, Größe, „Ä“ – »Ö«.",
    "Vietnamese": "Cảng đóng cửa hôm thứ Hai. “Chúng tôi không có thủy thủ đoàn”, ông nói. Âm nhạc, Đà Nẵng, ĐÂY LÀ. Ấm, Ẩn.",
    "Romanian": "Portul a fost închis luni. „Nu avem echipaj”, a spus căpitanul. ÎNTÂI, ȘI, ȚARĂ, «Â» sau „Î”.",
    "Hebrew": "הנמל נסגר ביום שני. ״אין לנו צוות״, אמר מנהל הנמל. ארה״ב, צה״ל.",
    "Arabic": "أُغلق الميناء يوم الاثنين. «ليس لدينا طاقم»، قال مدير الميناء. ٣٠٠ دولار.",
    "Japanese": "港は月曜日に閉鎖された。「乗組員がいない」と港長は述べた。",
    "English": "The harbour closed on Monday, the master’s office said. “We’ve no crew” — £300, 20 °C, ©2024, naïve café, Åland, São Tomé… ‘fine’.",
}
DAMAGED_BY = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "latin-1",
    "iso8859-2", "iso8859-15", "mac-roman", "koi8-r", "cp437", "cp850",
)  # fmt: skip
SOUND = "The harbour master’s office said on Monday that the ferry won’t sail. “We have no crew,” she said – “and no crew means no ferry.” It’s the third time this year."


def misread(text: str, page: str) -> str:
    """UTF-8 read in another code page, its holes filled from Windows-1252, or passed through."""
    read = []
    for byte in text.encode("utf-8"):
        for codec in (page, "cp1252", "latin-1"):
            try:
                read.append(bytes([byte]).decode(codec))
                break
            except UnicodeDecodeError:
                continue
    return "".join(read)


@pytest.mark.parametrize("language", HEALTHY)
def test_healthy_text_is_left_alone(language: str) -> None:
    assert repair(HEALTHY[language]) == (HEALTHY[language], ())


@pytest.mark.parametrize("language", HEALTHY)
def test_healthy_text_is_left_alone_word_by_word(language: str) -> None:
    """A word alone has nothing beside it that could speak for it."""
    for word in HEALTHY[language].split():
        assert repair(word) == (word, ())


@pytest.mark.parametrize("page", DAMAGED_BY)
def test_damage_is_undone(page: str) -> None:
    mended, repairs = repair(misread(SOUND, page))
    assert mended == SOUND
    assert repairs and all(repair.was != repair.now for repair in repairs)


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "cp1250", "cp1254"])
@pytest.mark.parametrize("language", ["Greek", "Russian", "Polish", "French", "German", "Turkish", "Japanese"])
def test_damage_is_undone_in_other_languages(language: str, page: str) -> None:
    sound = "The harbour closed. " + HEALTHY[language].split("Цена")[0].split(" „Ă”")[0]
    assert repair(misread(sound, page))[0] == sound


def test_double_damage_is_undone() -> None:
    twice = misread(misread(SOUND, "cp1252"), "cp1252")
    assert repair(twice)[0] == SOUND


def test_one_damaged_word_in_healthy_text_of_another_script() -> None:
    healthy = HEALTHY["Thai"]
    mended, repairs = repair(f"{healthy} Itโ€™s part of it. {healthy}")
    assert mended == f"{healthy} It’s part of it. {healthy}"
    assert [(one.was, one.now, one.why) for one in repairs] == [("Itโ€™s part", "It’s part", "mis-decoded apostrophe")]


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("cafÃ© noir", "café noir", "mis-decoded letter"),
        ("Â£300", "£300", "mis-decoded sign"),
        ("â€œWe have", "“We have", "mis-decoded quotation mark"),
        ("ZoÃ«â€™s", "Zoë’s", "mis-decoded letters and signs"),
        ("PoznaĹ„", "Poznań", "mis-decoded letter"),
    ],
)
def test_each_repair_is_recorded(was: str, now: str, why: str) -> None:
    mended, repairs = repair(f"She said: {was} today.")
    assert mended == f"She said: {now} today."
    assert len(repairs) == 1
    assert repairs[0].now.startswith(now.split()[-1]) or repairs[0].now.startswith(now)
    assert repairs[0].why == why


def test_quotation_marks_keep_their_shape() -> None:
    text = "“Curly” and \"straight\" and ‘single’ and it's and it’s"
    assert repair(text) == (text, ())


def test_spaces_and_line_breaks_are_not_touched() -> None:
    text = "one\u00a0two  three\tfour\n\nfive \u00c3\u00a9t\u00c3\u00a9 \u00a0six"
    assert repair(text)[0].replace("été", "\u00c3\u00a9t\u00c3\u00a9") == text
