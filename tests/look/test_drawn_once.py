"""A form that says it looks the same to everybody is drawn once; what somebody answered is never kept."""

from itertools import count

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.utils.functional import lazystr
from django.utils.translation import get_language, override

from crispy_designsystemet.forms import StepForm, drawn_once
from crispy_designsystemet.layout import Question


@pytest.fixture
def form_class():
    """Asks two questions; the label of the revealed one tells how often it has been drawn."""
    times = count(1)

    class Counting(str):
        def __str__(self):
            return f"drawing {next(times)} in {get_language()}"

    @drawn_once
    class Form(StepForm):
        who = forms.ChoiceField(choices=[("me", "Me"), ("you", "You")], widget=forms.RadioSelect)
        name = forms.CharField(label=lazystr(Counting()))

        def questions(self):
            return [Question("who", reveals={"me": ["name"]})]

    return Form


def test_an_empty_form_is_drawn_once_in_each_language(form_class):
    assert "drawing 1 in nb" in render_crispy_form(form_class())
    assert "drawing 1 in nb" in render_crispy_form(form_class())
    with override("en"):
        assert "drawing 2 in en" in render_crispy_form(form_class())
    assert "drawing 1 in nb" in render_crispy_form(form_class())


def test_its_hidden_fields_and_buttons_are_drawn_each_time(form_class):
    pages = {render_crispy_form(form_class(carried={"state": sealed})) for sealed in ("one", "two")}
    assert len(pages) == 2


@pytest.mark.parametrize(
    "filled_in",
    [{"data": QueryDict("who=me&name=Kari")}, {"initial": {"who": "me", "name": "Kari"}}],
)
def test_what_somebody_answered_is_shown_to_nobody_else(form_class, filled_in):
    assert "Kari" in render_crispy_form(form_class(**filled_in))
    assert "Kari" not in render_crispy_form(form_class())
    assert "Kari" in render_crispy_form(form_class(**filled_in))


def test_a_form_that_stands_on_such_a_form_is_drawn_anew(form_class):
    class Form(form_class):
        pass

    assert "drawing 1 " in render_crispy_form(Form())
    assert "drawing 2 " in render_crispy_form(Form())


def test_a_form_that_stands_on_such_a_form_asks_for_itself(form_class):
    """The shared fields know what opens them; a form that opens them otherwise must not hear of it."""

    class Form(form_class):
        def questions(self):
            return [Question("who"), Question("name")]

    form_class()
    assert form_class(QueryDict("who=you")).is_valid()
    assert "name" in Form(QueryDict("who=you")).errors


def test_a_fixed_part_is_drawn_once_for_each_value_it_names():
    part = Template("{% load portal %}{% fixed step %}{{ step }} {{ person }}{% endfixed %}")
    drawn = [
        part.render(Context({"step": step, "person": who})) for step, who in [(1, "a"), (1, "b"), (2, "c")]
    ]
    assert drawn == ["1 a", "1 a", "2 c"]


def test_no_block_stands_in_a_fixed_part():
    """A page that extends the other one could not fill it."""
    with pytest.raises(TemplateSyntaxError):
        Template("{% load portal %}{% fixed %}{% block title %}{% endblock %}{% endfixed %}")
