"""Zones come from one place, whatever the machine has."""

from __future__ import annotations

from zoneinfo import ZoneInfoNotFoundError

import pytest

from policydsl.core.zones import zone_info


def test_a_zone_is_read_from_the_package_and_once() -> None:
    assert zone_info("Asia/Shanghai") is zone_info("Asia/Shanghai")
    assert zone_info("Asia/Shanghai").key == "Asia/Shanghai"


@pytest.mark.parametrize("name", ["Nowhere/City", "", "..", "../zones", "Asia/../../zones", "Asia"])
def test_a_name_that_is_no_zone_reads_no_file(name: str) -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        zone_info(name)
