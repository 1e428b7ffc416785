"""Dates: what is read, how it prints and sorts, and what is said about anything else."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import json
import pickle
import random
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.dates import DateError, Edtf, format_date, html_datetime, parse_date, read_today

DAY = datetime.date
MIN, MAX = DAY.min, DAY.max

# text, earliest, latest, precision, for readers, short, <time datetime>
DATES = [
    ("2024", DAY(2024, 1, 1), DAY(2024, 12, 31), "year", "2024", "2024", "2024"),
    ("2024-02", DAY(2024, 2, 1), DAY(2024, 2, 29), "month", "February 2024", "Feb 2024", "2024-02"),
    ("2024-10-28", DAY(2024, 10, 28), DAY(2024, 10, 28), "day", "28 October 2024", "28 Oct 2024", "2024-10-28"),
    ("0987-01-05", DAY(987, 1, 5), DAY(987, 1, 5), "day", "5 January 987", "5 Jan 987", "0987-01-05"),
    (
        "2024-10-28T18:09", DAY(2024, 10, 28), DAY(2024, 10, 28), "time",
        "28 October 2024, 18:09", "28 Oct 2024, 18:09", "2024-10-28T18:09",
    ),
    (
        "2024-10-28T18:09:30Z", DAY(2024, 10, 28), DAY(2024, 10, 28), "time",
        "28 October 2024, 18:09:30 UTC", "28 Oct 2024, 18:09:30 UTC", "2024-10-28T18:09:30Z",
    ),
    (
        "2024-10-28T18:09+03:00", DAY(2024, 10, 28), DAY(2024, 10, 28), "time",
        "28 October 2024, 18:09 UTC+3", "28 Oct 2024, 18:09 UTC+3", "2024-10-28T18:09+03:00",
    ),
    (
        "2024-10-28T18:09-03:30", DAY(2024, 10, 28), DAY(2024, 10, 28), "time",
        "28 October 2024, 18:09 UTC−3:30", "28 Oct 2024, 18:09 UTC−3:30", "2024-10-28T18:09-03:30",
    ),
    ("2024-10?", DAY(2024, 10, 1), DAY(2024, 10, 31), "month", "October 2024 (uncertain)", "Oct 2024?", "2024-10"),
    ("2024-10~", DAY(2024, 10, 1), DAY(2024, 10, 31), "month", "about October 2024", "c. Oct 2024", "2024-10"),
    ("2024%", DAY(2024, 1, 1), DAY(2024, 12, 31), "year", "about 2024 (uncertain)", "c. 2024?", "2024"),
    ("2024-08/..", DAY(2024, 8, 1), MAX, "month", "since August 2024", "since Aug 2024", ""),
    ("../2024-08", MIN, DAY(2024, 8, 31), "month", "until August 2024", "until Aug 2024", ""),
    ("2024-08~/..", DAY(2024, 8, 1), MAX, "month", "since about August 2024", "since c. Aug 2024", ""),
    ("2022/2024", DAY(2022, 1, 1), DAY(2024, 12, 31), "year", "2022–2024", "2022–2024", ""),
    ("2024-08/2024-10", DAY(2024, 8, 1), DAY(2024, 10, 31), "month", "August–October 2024", "Aug–Oct 2024", ""),
    ("2024-10/2024-10", DAY(2024, 10, 1), DAY(2024, 10, 31), "month", "October 2024", "Oct 2024", ""),
    (
        "2023-11/2024-02", DAY(2023, 11, 1), DAY(2024, 2, 29), "month",
        "November 2023 – February 2024", "Nov 2023 – Feb 2024", "",
    ),
    ("2024-10-03/2024-10-05", DAY(2024, 10, 3), DAY(2024, 10, 5), "day", "3–5 October 2024", "3–5 Oct 2024", ""),
    (
        "2024-10-28/2024-11-03", DAY(2024, 10, 28), DAY(2024, 11, 3), "day",
        "28 October – 3 November 2024", "28 Oct – 3 Nov 2024", "",
    ),
    (
        "2023-12-28/2024-01-03", DAY(2023, 12, 28), DAY(2024, 1, 3), "day",
        "28 December 2023 – 3 January 2024", "28 Dec 2023 – 3 Jan 2024", "",
    ),
    (
        "2024-08/2024-10-03", DAY(2024, 8, 1), DAY(2024, 10, 3), "month",
        "August 2024 – 3 October 2024", "Aug 2024 – 3 Oct 2024", "",
    ),
    (
        "2024-08~/2024-10?", DAY(2024, 8, 1), DAY(2024, 10, 31), "month",
        "about August 2024 – October 2024 (uncertain)", "c. Aug 2024 – Oct 2024?", "",
    ),
    (
        "2024-10-28T18:09/2024-10-28T20:00", DAY(2024, 10, 28), DAY(2024, 10, 28), "time",
        "28 October 2024, 18:09–20:00", "28 Oct 2024, 18:09–20:00", "",
    ),
    (
        "2024-10-28T18:09Z/2024-10-29T02:00Z", DAY(2024, 10, 28), DAY(2024, 10, 29), "time",
        "28 October 2024, 18:09 UTC – 29 October 2024, 02:00 UTC",
        "28 Oct 2024, 18:09 UTC – 29 Oct 2024, 02:00 UTC", "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "earliest", "latest", "precision", "long", "short", "html"), DATES)
def test_a_date_keeps_its_precision(text, earliest, latest, precision, long, short, html):
    date = parse_date(f" {text}\n")
    assert (date.text, str(date), date.earliest, date.latest) == (text, text, earliest, latest)
    assert date.precision == precision
    assert (format_date(date), format_date(date, short=True), html_datetime(date)) == (long, short, html)
    assert date.is_span == ("/" in text)
    assert (date.open_start, date.open_end) == (earliest == MIN, latest == MAX)
    assert date.uncertain == bool(re.search("[?%]", text))
    assert date.approximate == bool(re.search("[~%]", text))
    assert date.year == (latest if earliest == MIN else earliest).year


# -- anything else ---------------------------------------------------------------------------------

FORMS = "write a year, month, day or time: 2024, 2024-10, 2024-10-28, 2024-10-28T18:09"
OTHER = "'{}' is not a date written as year-month-day"

WRONG = [
    ("", "there is no date here", FORMS),
    ("2024-02-30", "there is no day 30 in February 2024", "write 2024-02 if the day is not known"),
    ("2023-02-29", "there is no day 29 in February 2023", "write 2023-02 if the day is not known"),
    ("2024-10-00", "there is no day 00 in October 2024", "write 2024-10"),
    ("2024-13", "there is no month 13", FORMS),
    ("2024-13-05", "there is no month 13", FORMS),
    ("2024-00-00", "there is no month 00", "write 2024"),
    ("2024-21", "there is no month 21", "seasons are not read; write the months: 2024-06/2024-08"),
    ("0000", "there is no year 0000", "years run from 0001 to 9999"),
    ("2024-10-28T25:00", "there is no time 25:00", "times run from 00:00 to 23:59:59"),
    ("2024-10-28T23:60", "there is no time 23:60", "times run from 00:00 to 23:59:59"),
    ("2024-10-28T23:59:60", "there is no time 23:59:60", "times run from 00:00 to 23:59:59"),
    *(
        (f"2024-10-28T18:09{zone}", f"there is no time zone {zone}", "write Z for UTC, or an offset such as +03:00")
        for zone in ("+30:00", "-00:00", "+14:30", "+03:75")
    ),
    ("../..", "this span is open at both ends", "write the end that is known: 2024-08/.."),
    ("2024-08/", "this span has no end", "write 2024-08/.. if that end is open"),
    ("/2024-08", "this span has no start", "write ../2024-08 if that end is open"),
    ("2024-10/2024-08", "this span ends (2024-08) before it starts (2024-10)", "write the earlier date first"),
    (
        "2024-10-28T18:09/2024-10-28T18:08",
        "this span ends (2024-10-28T18:08) before it starts (2024-10-28T18:09)",
        "write the earlier date first",
    ),
    ("2024-02-30/2024-03", "there is no day 30 in February 2024", "write 2024-02 if the day is not known"),
    ("x" * 99, OTHER.format("x" * 39 + "…"), FORMS),
]

# Other forms, and the one or two dates that each can mean.
MEANT = [
    ("28 October 2024", "2024-10-28"),
    ("28-Oct-2024", "2024-10-28"),
    ("28th of October 2024", "2024-10-28"),
    ("Monday, October 28th, 2024", "2024-10-28"),
    ("Oct. 28, 2024", "2024-10-28"),
    ("Sept 2024", "2024-09"),
    ("2024-1-5", "2024-01-05"),
    ("2024/10/28", "2024-10-28"),
    ("2024.10.28", "2024-10-28"),
    ("20241028", "2024-10-28"),
    ("2024–10–28", "2024-10-28"),
    ("10/28/2024", "2024-10-28"),
    ("28.10.2024", "2024-10-28"),
    ("05/05/2024", "2024-05-05"),
    ("05/10/2024", "2024-05-10 or 2024-10-05, whichever is meant"),
    ("5.10.2024", "2024-05-10 or 2024-10-05, whichever is meant"),
    ("10/2024", "2024-10"),
    ("2024-XX", "2024"),
    ("2024-10-28 18:09", "2024-10-28T18:09"),
    ("28 October 2024, 9:05", "2024-10-28T09:05"),
    ("2024-10-28T18:09:00.000Z", "2024-10-28T18:09:00Z"),
    ("2024-10-28t18:09+0300", "2024-10-28T18:09+03:00"),
    ("circa 2024", "2024~"),
    ("~2024", "2024~"),
    ("2024 ?", "2024?"),
    ("2024?~", "2024%"),
    ("2022–2024", "2022/2024"),
    ("2024-08 to 2024-10", "2024-08/2024-10"),
    ("3 May 2024 – 5 May 2024", "2024-05-03/2024-05-05"),
    ("2024-08/Oct 2024", "2024-08/2024-10"),
    ("2024-08/present", "2024-08/.."),
    ("since August 2024", "2024-08/.."),
    ("until 3 May 2024", "../2024-05-03"),
    *(
        (text, None)
        for text in (
            "yesterday", "24-10-28", "2024/10", "202X", "-0044", "Y170000", "9:05", "2024-10-28T1809", "2024-10-28T18",
            "2024-10-28 9:05 PM", "1 Mayor 2024", "30 February 2024", "2024-10-28/2024-10-29/2024-10-30", "/", "..",
            "２０２４", "٢٠٢٤", "05/10/24",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [*WRONG, *((text, OTHER.format(text), f"write {meant}" if meant else FORMS) for text, meant in MEANT)],
)
def test_anything_else_is_explained(text, message, hint):
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert (str(caught.value), caught.value.hint) == (message, hint)


def test_a_span_between_two_zones_is_compared_in_utc():
    assert parse_date("2024-10-29T00:30+03:00/2024-10-28T22:00Z").is_span
    with pytest.raises(DateError, match="before it starts"):
        parse_date("2024-10-28T22:00Z/2024-10-29T00:30+03:00")


@given(st.text(max_size=30) | st.text(st.sampled_from("0123459-/.:T?~%Z+ OctMay–"), max_size=30))
def test_any_text_is_a_date_or_explained(text):
    try:
        date = parse_date(text)
    except DateError as error:
        assert str(error)
        assert error.hint
    else:
        assert date.earliest <= date.latest
        assert format_date(date)
        assert format_date(date, short=True)
        assert parse_date(date.text) == date
        assert date.sort_key


# -- order, identity, storage ----------------------------------------------------------------------


def test_dates_sort_by_their_earliest_day():
    ordered = [
        "../2024", "2023-12-31", "2024-01-01", "2024-01", "2024", "2024?", "2024/..", "2024-01-01T00:30+03:00",
        "2024-01-01T09:00", "2024-01-01T10:00+03:00", "2024-01-01T08:00Z", "2024-01-02",
    ]  # fmt: skip
    by_rule = sorted(map(parse_date, ordered), key=lambda date: date.sort_key)
    assert [date.text for date in by_rule] == [
        "../2024", "2023-12-31", "2024-01-01", "2024-01", "2024", "2024?", "2024/..", "2024-01-01T00:30+03:00",
        "2024-01-01T10:00+03:00", "2024-01-01T08:00Z", "2024-01-01T09:00", "2024-01-02",
    ]  # fmt: skip


def test_dates_are_equal_by_their_text():
    assert parse_date("2024") == parse_date(" 2024 ")
    assert hash(parse_date("2024")) == hash(parse_date(" 2024 "))
    assert parse_date("2024") != parse_date("2024?")
    assert parse_date("2024") != "2024"
    with pytest.raises(dataclasses.FrozenInstanceError):
        parse_date("2024").text = "2025"


@pytest.mark.parametrize("text", [row[0] for row in DATES])
def test_dates_pickle_small(text):
    date = parse_date(text)
    stored = pickle.dumps(date)
    assert pickle.loads(stored) == copy.deepcopy(date) == date
    assert pickle.loads(stored).latest == date.latest
    assert len(stored) < 60 + len(text)


# -- validation ------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Event:
    what: str
    date: Edtf | None = None


def test_models_read_dates_from_text():
    pydantic = pytest.importorskip("pydantic")
    events = pydantic.TypeAdapter(Event)
    event = events.validate_python({"what": "x", "date": "2024-10"})
    assert event.date == parse_date("2024-10")
    assert events.validate_python(event).date is event.date
    assert events.dump_python(event) == {"what": "x", "date": "2024-10"}
    assert events.dump_json(event) == b'{"what":"x","date":"2024-10"}'
    assert events.validate_python({"what": "x"}).date is None


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("2024-02-30", "there is no day 30 in February 2024", "write 2024-02 if the day is not known"),
        ("28 {October} 2024", OTHER.format("28 {October} 2024"), FORMS),
        (["2024"], "a date is one text, not a list or mapping", FORMS),
    ],
)
def test_models_explain_wrong_dates(typed, message, hint):
    pydantic = pytest.importorskip("pydantic")
    with pytest.raises(pydantic.ValidationError) as caught:
        pydantic.TypeAdapter(Event).validate_python({"what": "x", "date": typed})
    (error,) = [error for error in caught.value.errors() if error["type"] == "date"]
    assert (error["msg"], error["ctx"]["message"], error["ctx"]["hint"]) == (message, message, hint)


def test_the_json_schema_admits_what_is_read():
    pydantic = pytest.importorskip("pydantic")
    schema = pydantic.TypeAdapter(Edtf).json_schema()
    assert json.dumps(schema)
    assert all(re.search(schema["pattern"], row[0]) for row in DATES)
    assert not any(re.search(schema["pattern"], text) for text, _ in MEANT)
    assert not re.search(schema["pattern"], "../..")


# -- today -----------------------------------------------------------------------------------------


def test_today_is_declared_or_utc():
    assert read_today({"SOURCE_DATE_EPOCH": "1730138940"}) == DAY(2024, 10, 28)
    assert read_today({"SOURCE_DATE_EPOCH": "0"}) == DAY(1970, 1, 1)
    assert read_today({"SOURCE_DATE_EPOCH": "86399"}) == DAY(1970, 1, 1)
    before = datetime.datetime.now(datetime.UTC).date()
    assert before <= read_today({}) <= datetime.datetime.now(datetime.UTC).date()


@pytest.mark.parametrize("epoch", ["", "now", "1.5", "-1", " 1", "1e9", "999999999999", "9" * 5000, "١"])
def test_a_malformed_epoch_is_refused(epoch):
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH is .*: write whole seconds since 1970-01-01"):
        read_today({"SOURCE_DATE_EPOCH": epoch})


# -- around ----------------------------------------------------------------------------------------


def test_reading_a_date_loads_nothing_heavy():
    program = "import sys; from briefgen.dates import parse_date; parse_date('2024'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pydantic", "pydantic_core", "yaml", "briefgen.datehints"} & set(loaded)


def test_the_edtf_library_agrees():
    edtf = pytest.importorskip("edtf")
    choose = random.Random(2024)

    def point():
        day = DAY(choose.randint(1000, 2100), choose.randint(1, 12), choose.randint(1, 28))
        return day.isoformat()[: choose.choice([4, 7, 10])]

    def asked(struct_time):
        return DAY(*struct_time[:3])

    for _ in range(200):
        text = point() + choose.choice(["", "", "?", "~", "%"])
        if choose.random() < 0.4:
            text = "/".join(sorted([text, point()]))
        try:
            date = parse_date(text)
        except DateError as error:
            assert "before it starts" in str(error)  # noqa: PT017
            continue
        theirs = edtf.parse_edtf(text)
        assert (asked(theirs.lower_strict()), asked(theirs.upper_strict())) == (date.earliest, date.latest), text
