"""Makes `briefgen/graphics/shapes.json.xz`: the world's first-order divisions with shared borders, small enough to ship.

    python tools/make_shapes.py world_map.gpkg iso_3166-2.json

`world_map.gpkg` is the world map that comes with QGIS (Debian package qgis-common): Natural Earth 1:10m,
version 4.1, states and provinces and lines of dispute, generalised by QGIS. Natural Earth is in the public
domain. `iso_3166-2.json` comes with Debian's package iso-codes; only which code has which name is taken from
it. docs/maps.md says what is in the result.
"""

from __future__ import annotations

import heapq
import json
import lzma
import math
import re
import sqlite3
import struct
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

GRID = 200
"""Steps of the grid in a degree: 0.005° is 550 m."""
SMALLEST = 0.0008
"""Corners that take less than this off a line (in square degrees at the equator) are left out."""
TINIEST = 0.002
"""Islands smaller than this are left out, unless they are a unit's largest."""
TARGET = Path(__file__).parent.parent / "briefgen/graphics/shapes.json.xz"

Point = tuple[int, int]

CODELESS = {"CLP": "FR", "CYN": "CYN", "ESB": "GB", "IOA": "AU", "KAB": "KZ", "KAS": "", "PGA": "", "SOL": "SOL", "USG": "CU", "WSB": "GB"}
"""Natural Earth's own three-letter codes of units that it gives no ISO 3166-1 code, and whose they are held to be."""
DISPUTED = {
    "crimea": [("RUS", "Crimea"), ("RUS", "Sevastopol")],
    "kosovo": [("KOS", "")],
    "taiwan": [("TWN", "")],
    "western-sahara-east": [("SAH", "")],
    "western-sahara-west": [("MAR", "Oued el Dahab"), ("MAR", "Laâyoune - Boujdour - Sakia El Hamra")],
    "northern-cyprus": [("CYN", "")],
    "somaliland": [("SOL", "")],
    "siachen": [("KAS", "")],
    "jammu-and-kashmir": [("IND", "Jammu and Kashmir"), ("IND", "Ladakh")],
    "azad-kashmir": [("PAK", "Azad Kashmir")],
    "gilgit-baltistan": [("PAK", "Northern Areas"), ("PAK", "Gilgit-Baltistan")],
    "arunachal-pradesh": [("IND", "Arunachal Pradesh")],
    "abkhazia": [("GEO", "Abkhazia")],
    "falklands": [("FLK", "")],
    "south-georgia": [("SGS", "")],
    "spratly": [("PGA", "")],
}
"""Areas in dispute that are units of their own: (Natural Earth's code of the state, name; "" for all of it)."""
NAMED = {
    "RU": "Murmansk MUR Sakhalin SAK Nenets NEN Kaliningrad KGD Pskov PSK Omsk OMS Karelia KR Leningrad LEN Khabarovsk KHA Primor'ye PRI "
    "Astrakhan' AST Yamal-Nenets YAN Arkhangel'sk ARK Krasnoyarsk KYA Gorno-Altay AL Kabardin-Balkar KB Smolensk SMO Bryansk BRY Kursk KRS "
    "Amur AMU Yevrey YEV Kalmyk KL Saratov SAR Tambov TAM Tyumen' TYU Tomsk TOM Penza PNZ Ryazan' RYA Mordovia MO Yaroslavl' YAR "
    "Moskovsskaya MOS Udmurt UD Sverdlovsk SVE Stavropol' STA Krasnodar KDA Rostov ROS Kamchatka KAM Khanty-Mansiy KHM Kirov KIR "
    "Adygey AD Vologda VLG Belgorod BEL Buryat BU Kurgan KGN Novosibirsk NVS Altay ALT Orenburg ORE Volgograd VGG Irkutsk IRK Perm' PER "
    "Lipetsk LIP Ul'yanovsk ULY Kemerovo KEM Khakass KK Orel ORL Kostroma KOS Vladimir VLA Ivanovo IVA Tula TUL Novgorod NGR Tver' TVE "
    "Mariy-El ME Samara SAM",
    "UA": "Transcarpathia 21 Kiev 32 Mykolayiv 48",
}
"""Parts of ISO 3166-2 codes for units whose names are spelt otherwise there: name, code, name, code."""
NAMED_IN_WORDS = {("RU", "North Ossetia"): "SE", ("RU", "Sakha (Yakutia)"): "SA", ("RU", "Maga Buryatdan"): "MAG", ("UA", "Kiev City"): "30", ("RU", "Chita"): "ZAB"}
SETTLED = ("Former USSR oblast in 1991", "Ceasefire Line 1994")
"""Lines that no longer part anything (Azerbaijan, since 2023)."""


# --- reading ---


def read_rows(path: str, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    for *values, blob in sqlite3.connect(path).execute(f"select {columns}, geom from {table} order by fid"):
        envelope = (blob[3] >> 1) & 7  # GeoPackage 1.3, 2.1.3: a header, then well-known binary
        yield (*values, read_wkb(blob, 8 + (0, 32, 48, 48, 64)[envelope])[0])


def read_wkb(blob: bytes, at: int) -> tuple[Any, int]:
    order = "<" if blob[at] == 1 else ">"
    kind, count = struct.unpack_from(order + "II", blob, at + 1)
    at += 9
    if kind in (4, 5, 6, 7):
        parts = []
        for _ in range(count):
            part, at = read_wkb(blob, at)
            parts.append(part)
        return parts, at
    if kind == 2:
        return read_points(blob, at, order, count)
    rings = []
    for _ in range(count):
        (length,) = struct.unpack_from(order + "I", blob, at)
        ring, at = read_points(blob, at + 4, order, length)
        rings.append(ring)
    return rings, at


def read_points(blob: bytes, at: int, order: str, count: int) -> tuple[list[tuple[float, float]], int]:
    flat = struct.unpack_from(f"{order}{2 * count}d", blob, at)
    return list(zip(flat[::2], flat[1::2], strict=True)), at + 16 * count


def exact(point: tuple[float, float]) -> tuple[float, float]:
    """Where units touch, they have the same points; what was cut at 179.9° and 89.9° goes back to the edge."""
    x, y = round(point[0], 6), round(point[1], 6)
    return (math.copysign(180, x) if abs(x) > 179.85 else x), (-90.0 if y < -89.85 else y)


# --- borders that are shared ---


def build_arcs(units: list[list[list[tuple[float, float]]]]) -> tuple[list[list[tuple[float, float]]], list[list[list[int]]]]:
    """(arcs, rings of each unit as numbers of arcs, ~n for one that is run backwards)."""
    neighbours: dict[tuple[float, float], set[tuple[float, float]]] = defaultdict(set)
    owners: dict[tuple[tuple[float, float], tuple[float, float]], list[int]] = defaultdict(list)
    for number, rings in enumerate(units):
        for ring in rings:
            for a, b in zip(ring, ring[1:], strict=False):
                neighbours[a].add(b)
                neighbours[b].add(a)
                owners[min(a, b), max(a, b)].append(number)
    arcs: dict[tuple[tuple[float, float], ...], int] = {}
    found = []
    for rings in units:
        numbered = []
        for ring in rings:
            pieces = list(cut(ring, neighbours, owners))
            numbered.append([number_of(tuple(piece), arcs) for piece in pieces])
        found.append(numbered)
    return [list(arc) for arc in arcs], found


def cut(ring, neighbours, owners) -> Iterator[list[tuple[float, float]]]:  # type: ignore[no-untyped-def]
    """The ring's pieces between the points where it meets another neighbour."""
    line = ring[:-1]

    def is_node(n: int) -> bool:
        before, here, after = line[n - 1], line[n], line[(n + 1) % len(line)]
        if len(neighbours[here]) != 2:
            return True
        if is_seam(before, here) != is_seam(here, after):
            return True
        return sorted(owners[min(before, here), max(before, here)]) != sorted(owners[min(here, after), max(here, after)])

    nodes = [n for n in range(len(line)) if is_node(n)]
    if not nodes:
        start = line.index(min(line))
        yield [*line[start:], *line[: start + 1]]
        return
    for first, last in zip(nodes, [*nodes[1:], nodes[0] + len(line)], strict=True):
        yield [line[n % len(line)] for n in range(first, last + 1)]


def is_seam(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether the world was cut here: along 180°, or around the pole."""
    return abs(a[0]) == abs(b[0]) == 180 or a[1] == b[1] == -90


def number_of(piece: tuple[tuple[float, float], ...], arcs: dict[tuple[tuple[float, float], ...], int]) -> int:
    back = piece[::-1]
    if back in arcs:
        return ~arcs[back]
    return arcs.setdefault(piece, len(arcs))


def simplify(line: list[tuple[float, float]]) -> list[Point]:
    """Visvalingam and Whyatt's method: the corner that takes off the least area goes first; ends stay."""
    grown = math.cos(math.radians(min(abs(line[0][1]), 80)))
    points = [(x, y) for x, y in line]
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    ring = line[0] == line[-1]

    def area(n: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = points[before[n]], points[n], points[after[n]]
        if {abs(ax), abs(bx)} == {180} or {abs(bx), abs(cx)} == {180}:
            return math.inf  # where the world is cut, nothing may move
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 * grown

    heap = [(area(n), n) for n in range(1, len(points) - 1)]
    sizes, gone, left = dict((n, a) for a, n in heap), set(), len(points)
    heapq.heapify(heap)
    while heap and left > (4 if ring else 2):
        size, n = heapq.heappop(heap)
        if n in gone or size != sizes[n]:
            continue
        if size > SMALLEST:
            break
        gone.add(n)
        left -= 1
        after[before[n]], before[after[n]] = after[n], before[n]
        for m in (before[n], after[n]):
            if 0 < m < len(points) - 1:
                sizes[m] = max(area(m), size)
                heapq.heappush(heap, (sizes[m], m))
    kept = [(round(x * GRID), round(y * GRID)) for n, (x, y) in enumerate(points) if n not in gone]
    return [p for n, p in enumerate(kept) if n == 0 or p != kept[n - 1] or n == len(kept) - 1]


def ring_area(ring: list[tuple[float, float]]) -> float:
    grown = math.cos(math.radians(min(abs(ring[0][1]), 80)))
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))) / 2 * grown


# --- codes ---


def plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", letters.replace("'", "").replace("`", ""))
    drop = {
        "oblast", "kray", "krai", "respublika", "republic", "republika", "province", "provincia", "provincie", "region", "county", "state", "of", "the",
        "departement", "department", "departamento", "district", "land", "city", "municipality", "wilayat", "governorate", "muhafazat", "al", "ad",
        "as", "ash", "an", "ar", "az", "misto", "avtonomnaya", "avtonomnyy", "okrug", "estado", "de", "la", "el", "changwat", "fylke", "lan", "laens",
        "judet", "judetul", "gorod", "avtonomna", "provincja", "wojewodztwo", "prefecture", "ken", "parish", "islands", "island",
    }  # fmt: skip
    return "".join(word for word in words if word not in drop) or "".join(words)


def code_table(path: str) -> tuple[dict[str, dict[str, set[str]]], dict[str, str]]:
    """(country -> plain name -> codes, code -> the code that holds it)."""
    by_name: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    above = {}
    for entry in json.loads(Path(path).read_text(encoding="utf-8"))["3166-2"]:
        code, country = entry["code"], entry["code"][:2]
        for name in re.split(r"[;,\[\]()/]", entry["name"]):
            if plain(name):
                by_name[country][plain(name)].add(code)
        if parent := entry.get("parent"):
            above[code] = parent if "-" in parent else f"{country}-{parent}"
    return by_name, above


def codes_of(country: str, names: Iterable[str], by_name: dict[str, dict[str, set[str]]], above: dict[str, str]) -> list[str]:
    """A unit's ISO 3166-2 code, then those of what holds it; [] where no name fits exactly one."""
    names = list(names)
    spelt = NAMED.get(country, "").split()
    known = dict(zip(spelt[::2], spelt[1::2], strict=True))
    if part := known.get(names[0]) or NAMED_IN_WORDS.get((country, names[0])):
        return [f"{country}-{part}"]
    for name in names:
        found = by_name[country].get(plain(name), set()) if name else set()
        if len(found) == 1:
            codes = [*found]
            while codes[-1] in above and above[codes[-1]] not in codes:
                codes.append(above[codes[-1]])
            return codes
    return []


# --- all together ---


def dispute_of(state: str, name: str) -> str:
    for dispute, members in DISPUTED.items():
        if (state, name) in members or (state, "") in members:
            return dispute
    return ""


def main(world: str, iso: str) -> None:
    by_name, above = code_table(iso)
    extra = {"crimea": "UA"}  # ISO 3166-2 lists these under another country than the one that holds them
    units, rings_of = [], []
    columns = "iso_a2, name, adm0_a3, admin, gn_name, woe_name, woe_label"
    for country, name, state, admin, *names, polygons in read_rows(world, "states_provinces", columns):
        if len(country or "") != 2 or country == "-1":
            country = CODELESS[state]
        dispute = dispute_of(state, name or "")
        names = [name or "", names[0] or "", names[1] or "", (names[2] or "").split(",")[0]]
        codes = codes_of(extra.get(dispute, country), names, by_name, above)
        polygons = sorted(([[*map(exact, ring)] for ring in polygon] for polygon in polygons), key=lambda p: -ring_area(p[0]))
        kept = [p for n, p in enumerate(polygons) if n == 0 or ring_area(p[0]) >= TINIEST]
        units.append({"country": country, "codes": codes, "name": name or "", "state": admin, "dispute": dispute})
        rings_of.append([without_repeats(ring) for polygon in kept for ring in polygon])
    leave_one(units)
    arcs, numbered = build_arcs([[ring for ring in rings if len(ring) > 3] for rings in rings_of])
    drawn = [simplify(arc) for arc in arcs]
    for unit, rings in zip(units, numbered, strict=True):
        unit["rings"] = rings
    lines = [
        {"claim": name, "country": a3, "line": simplify([*map(exact, part)])}
        for name, a3, parts in read_rows(world, "disputed_borders", "name, adm0_a3_l")
        if name not in SETTLED
        for part in parts
    ]
    names = {iso: name for iso, name, _ in read_rows(world, "countries", "iso_a2, NAME") if iso and len(iso) == 2}
    text = json.dumps(
        {"grid": GRID, "units": units, "arcs": [deltas(a) for a in drawn], "lines": [{**one, "line": deltas(one["line"])} for one in lines], "names": names},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    TARGET.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    coded = sum(bool(unit["codes"]) for unit in units)
    print(f"{len(units)} units, {coded} with a code, {len(drawn)} arcs, {sum(map(len, drawn))} points, {TARGET.stat().st_size} bytes")


def leave_one(units: list[dict[str, Any]]) -> None:
    """A code that fits several units is taken from all of them: no shape is better than a wrong one."""
    firsts = [unit["codes"][0] for unit in units if unit["codes"]]
    for unit in units:
        if unit["codes"] and firsts.count(unit["codes"][0]) > 1:
            unit["codes"] = unit["codes"][1:]


def without_repeats(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept = [p for n, p in enumerate(ring) if n == 0 or p != ring[n - 1]]
    return kept if kept[0] == kept[-1] else [*kept, kept[0]]


def deltas(line: list[Point]) -> list[int]:
    """x, y, then the steps from each point to the next."""
    flat = list(line[0])
    for (ax, ay), (bx, by) in zip(line, line[1:], strict=False):
        flat += [bx - ax, by - ay]
    return flat


if __name__ == "__main__":
    main(*sys.argv[1:])
