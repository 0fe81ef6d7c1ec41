"""Dates in three parts, errors that say what to do, and what the components are given to draw."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.decisions import Refused, deny
from tracker.core.forms import DateInputField, NhsForm, error_list, field_view, parse_whole_date


class DateForm(NhsForm):
    day = DateInputField(label="Go-live date")


class MixedForm(NhsForm):
    name = forms.CharField(label="Full name")
    day = DateInputField(label="Go-live date")
    kind = forms.ChoiceField(label="DPIA kind", choices=[("", "Select"), ("a", "Trust")])
    sure = forms.BooleanField(label="I have checked this")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"day_day": day, "day_month": month, "day_year": year}


@given(st.dates(min_value=date(1000, 1, 1)))
def test_three_parts_give_back_the_day(day: date) -> None:
    form = DateForm(typed(str(day.day), str(day.month), str(day.year)))
    assert form.is_valid()
    assert form.cleaned_data["day"] == day


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "MARCH"])
def test_month_may_be_a_number_or_its_name(month: str) -> None:
    form = DateForm(typed("31", month, "2026"))
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 3, 31)


@pytest.mark.parametrize(
    "text", ["31 March 2026", "31 Mar 2026", "31/03/2026", "31-3-2026", "2026-03-31", " 31  March 2026 "]
)
def test_whole_date_pasted_into_the_day_is_understood(text: str) -> None:
    form = DateForm(typed(text, "", ""))
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 3, 31)
    assert parse_whole_date(text) == date(2026, 3, 31)


def test_whole_date_sent_as_one_value_is_understood() -> None:
    form = DateForm({"day": "2026-03-31"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("parts", "sentence", "target"),
    [
        (("", "", ""), "Enter go-live date.", "#id_day-day"),
        (("31", "", "2026"), "Go-live date must include a month.", "#id_day-month"),
        (("", "3", ""), "Go-live date must include a day and a year.", "#id_day-day"),
        (("31", "2", "2026"), "Go-live date must be a real date, for example 31 3 2026.", "#id_day-day"),
        (("1", "13", "2026"), "Go-live date: the month must be a number from 1 to 12, or its name.", "#id_day-month"),
        (("1", "ma", "2026"), "Go-live date: the month must be a number from 1 to 12, or its name.", "#id_day-month"),
        (("1", "3", "26"), "Go-live date: the year must be 4 numbers, for example 2026.", "#id_day-year"),
        (("one", "3", "2026"), "Go-live date must be a real date, for example 31 3 2026.", "#id_day-day"),
        (("1", "3", "0226"), "Go-live date: the year must be 4 numbers, for example 2026.", "#id_day-year"),
    ],
)
def test_wrong_date_says_what_is_wrong_and_leads_to_the_part(
    parts: tuple[str, str, str], sentence: str, target: str
) -> None:
    form = DateForm(typed(*parts))
    assert not form.is_valid()
    assert [(error.text, error.href) for error in error_list(form)] == [(sentence, target)]


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_anything_typed_is_a_date_or_an_error_and_stays_as_typed(day: str, month: str, year: str) -> None:
    form = DateForm(typed(day, month, year))
    if not form.is_valid():
        assert error_list(form)
        shown = [item["value"] for item in field_view(form["day"]).params["items"]]
        assert shown == [day.strip(), month.strip(), year.strip()]


def test_unchanged_date_is_not_a_change() -> None:
    form = DateForm(typed("31", "3", "2026"), initial={"day": date(2026, 3, 31)})
    assert not form.has_changed()


def test_empty_fields_say_what_to_enter_or_select() -> None:
    form = MixedForm({})
    assert [error.text for error in error_list(form)] == [
        "Enter full name.",
        "Enter go-live date.",
        "Select DPIA kind.",
        "Tick “I have checked this” to go on.",
    ]


def test_refusal_shows_at_the_field_that_it_names() -> None:
    form = MixedForm({"name": "Ada", **typed("31", "3", "2026"), "kind": "a", "sure": "on"})
    assert form.is_valid()
    form.refuse(Refused(deny("A go-live can’t come before its contract.", remedy="Choose a later day.", field="day")))
    form.refuse(Refused(deny("The programme is closed.", field="nowhere")))
    assert [(error.text, error.href) for error in error_list(form)] == [
        ("The programme is closed.", "#id_name"),
        ("A go-live can’t come before its contract. Choose a later day.", "#id_day-day"),
    ]


def test_optional_field_says_so_in_its_label() -> None:
    assert field_view(MixedForm()["note"]).params["label"]["text"] == "Note (optional)"


def test_password_is_never_sent_back() -> None:
    class PasswordForm(NhsForm):
        password = forms.CharField(widget=forms.PasswordInput)

    view = field_view(PasswordForm({"password": "secret"})["password"])
    assert view.kind == "password"
    assert view.params["value"] == ""


def test_choice_keeps_what_was_chosen() -> None:
    items = field_view(MixedForm({"kind": "a"})["kind"]).params["items"]
    assert [(item["value"], item["selected"]) for item in items] == [("", False), ("a", True)]
