"""Our templates refuse unknown names; the vendor's macros keep theirs; everything is escaped."""

import pytest
from django.template import engines
from jinja2 import Environment, UndefinedError


@pytest.fixture
def env() -> Environment:
    return engines["jinja2"].env


@pytest.mark.parametrize(
    "source",
    [
        "{{ missing }}",
        "{{ person.nmae }}",
        "{{ missing.name }}",
        "{{ missing['name'] }}",
        "{% if missing %}x{% endif %}",
        "{% if missing == 1 %}x{% endif %}",
        "{% for item in missing %}x{% endfor %}",
        "{{ missing|length }}",
        "{{ missing ~ 'x' }}",
        "{{ missing|nhs_date }}",
        "{% if 'x' in missing %}x{% endif %}",
    ],
)
def test_unknown_name_in_our_template_is_an_error(env: Environment, source: str) -> None:
    with pytest.raises((UndefinedError, AttributeError)):
        env.from_string(source).render(person={"name": "Ada"})


def test_unknown_name_may_be_asked_for(env: Environment) -> None:
    assert env.from_string("{{ missing is defined }} {{ missing|default('none') }}").render() == "False none"


def test_vendor_macro_may_be_given_only_some_of_its_parameters(env: Environment) -> None:
    html = env.from_string(
        '{% from "nhsuk/components/button/macro.jinja" import button %}{{ button({"text": "Save <all>"}) }}'
    ).render()
    assert "nhsuk-button" in html
    assert "Save &lt;all&gt;" in html


def test_unknown_name_given_to_a_vendor_macro_stays_lenient_there_only(env: Environment) -> None:
    source = '{% from "nhsuk/components/tag/macro.jinja" import tag %}{{ tag({"text": "Live"}) }}{{ missing }}'
    with pytest.raises(UndefinedError):
        env.from_string(source).render()


def test_text_is_escaped(env: Environment) -> None:
    assert env.from_string("{{ name }}").render(name="<script>") == "&lt;script&gt;"


def test_chart_specification_cannot_close_its_own_script(env: Environment) -> None:
    from markupsafe import Markup

    from tracker.core.presentation import Chart, TableColumn

    spec = '{"title": "</script><script>alert(1)</script>"}'
    chart = Chart("Title", Markup("<svg></svg>"), spec, [TableColumn("Month")], [["May"]], "What it shows.")
    source = env.get_template("components/chart.jinja").make_module({"static": str}).chart
    html = str(source(chart))
    assert "</script><script>" not in html
    assert html.count("</script>") == 1
