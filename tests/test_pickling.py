"""Values as bytes and back."""

from __future__ import annotations

import pytest

from briefgen.pickling import Damaged, Packed, packed
from briefgen.views.cards import Link

VALUE = ("passage " * 50, Link("NATO", "/actors/nato/"), frozenset({1, 2}))


def test_a_packed_value_is_the_value_however_it_was_packed() -> None:
    loose, tight = packed(VALUE, False), packed(VALUE, True)
    assert loose.value == tight.value == VALUE
    assert len(tight.data) < len(loose.data) / 2
    assert packed(VALUE, True) == tight


@pytest.mark.parametrize("tight", [True, False])
def test_a_damaged_value_is_said_to_be_damaged(tight: bool) -> None:
    data = packed(VALUE, tight).data
    for spoilt in (data[:-3], b"", b"\0" + data[1:]):
        with pytest.raises(Damaged):
            Packed(spoilt).value  # noqa: B018
