"""Names of organisations as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.names import display_name


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        (
            "THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN, NHS FOUNDATION TRUST",
            "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust",
        ),
        (
            "GUY'S AND ST THOMAS' NHS FOUNDATION TRUST",
            "Guy's and St Thomas' NHS Foundation Trust",
        ),
        (
            "UNIVERSITY HOSPITALS OF MORECAMBE BAY NHS FOUNDATION TRUST",
            "University Hospitals of Morecambe Bay NHS Foundation Trust",
        ),
        (
            "THE NEWCASTLE UPON TYNE HOSPITALS NHS FOUNDATION TRUST",
            "The Newcastle upon Tyne Hospitals NHS Foundation Trust",
        ),
        (
            "LANCASHIRE & SOUTH CUMBRIA NHS FOUNDATION TRUST",
            "Lancashire & South Cumbria NHS Foundation Trust",
        ),
        (
            "STRATFORD-UPON-AVON (THE OLD SITE) CIC",
            "Stratford-upon-Avon (The Old Site) CIC",
        ),
        ("O'NEILL AND MCINDOE UNIT, 4TH FLOOR", "O'Neill and McIndoe Unit, 4th Floor"),
        (
            "Already Written by a Person NHS Trust",
            "Already Written by a Person NHS Trust",
        ),
        ("", ""),
    ],
)
def test_display_name_is_in_title_case_as_people_write_it(stored, written):
    assert display_name(stored) == written


@given(st.text(alphabet=st.characters(codec="latin-1", categories=["Lu", "Nd", "Zs", "Po", "Pd"])))
def test_display_name_changes_nothing_but_the_case(stored):
    assert display_name(stored).casefold() == stored.casefold()
