"""The part of CBOR (RFC 8949) that Pagefind's indexes are written in: whole numbers, texts, lists."""

from __future__ import annotations

from collections.abc import Iterator

Value = int | str | list["Value"]
_NUMBER, _TEXT, _LIST = 0, 3, 4
_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}
"""Additional information -> bytes of the number that follows (RFC 8949, section 3)."""


def decode(data: bytes) -> Value:
    """The one value that `data` holds; raises ValueError for anything else."""
    value, end = _decode(data, 0)
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes follow the value")
    return value


def _decode(data: bytes, at: int) -> tuple[Value, int]:
    if at >= len(data):
        raise ValueError("the data ends inside a value")
    kind, number = data[at] >> 5, data[at] & 31
    at += 1
    if number in _SIZES:
        size = _SIZES[number]
        number, at = int.from_bytes(data[at : at + size]), at + size
    elif number > 23:
        raise ValueError(f"no length at byte {at - 1}")
    if kind == _NUMBER:
        return number, at
    if kind == _TEXT:
        return data[at : at + number].decode(), at + number
    if kind == _LIST:
        items = []
        for _ in range(number):
            item, at = _decode(data, at)
            items.append(item)
        return items, at
    raise ValueError(f"a value of kind {kind} at byte {at - 1}")


def encode(value: Value) -> bytes:
    """`value` in its one preferred form: the shortest numbers, definite lengths."""
    return b"".join(_encode(value))


def _encode(value: Value) -> Iterator[bytes]:
    if isinstance(value, int):
        yield _head(_NUMBER, value)
    elif isinstance(value, str):
        text = value.encode()
        yield _head(_TEXT, len(text)) + text
    else:
        yield _head(_LIST, len(value))
        for item in value:
            yield from _encode(item)


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    code, size = next((code, size) for code, size in _SIZES.items() if number < 1 << 8 * size)
    return bytes([kind << 5 | code]) + number.to_bytes(size)
