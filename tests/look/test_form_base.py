"""The form base keeps what people write, asks for what applies, and says what is wrong where it is."""

import datetime

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from crispy_designsystemet.fields import DatePartsField, PlainTextField, Textarea
from crispy_designsystemet.forms import DesignForm
from crispy_designsystemet.layout import Button, LinkButton, Question
from crispy_designsystemet.text import plain
from tests.look.sample import SampleForm

GOOD = "kinds=school&story=Noe&contact=no&read=on"


def posted(query: str) -> SampleForm:
    return SampleForm(QueryDict(query))


def shown(form) -> str:
    html = "{% load crispy_forms_tags crispy_designsystemet %}{% error_summary form %}{% crispy form %}"
    return Template(html).render(Context({"form": form}))


# --- Text -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Åse", "Åse"),
        ("A\u030ase", "Åse"),  # a decomposed Å becomes one sign
        ("før\x00etter\x07", "føretter"),
        ("en\r\nto\rtre\tfire", "en\nto\ntre\tfire"),
        ("\u202edegnevnsnu\u202c \u2066x\u2069", "degnevnsnu x"),
        ("half \ud800 pair", "half  pair"),
        ("\u200fسلام", "\u200fسلام"),  # a mark that right-to-left writing needs
        ("👩‍👧", "👩‍👧"),
    ],
)
def test_plain_keeps_what_a_person_wrote(written, kept):
    assert plain(written) == kept


@given(st.text(st.characters(codec=None)))
def test_plain_twice_is_plain_once_and_can_be_stored(text):
    once = plain(text)
    assert plain(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


def test_long_text_is_refused_with_both_lengths_and_kept():
    form = posted(GOOD.replace("story=Noe", "story=" + "x" * 41))
    assert form.errors["story"] == ["Teksten kan ha høyst 40 tegn. Nå har den 41."]
    assert "x" * 41 in shown(form)


def test_length_is_counted_after_cleaning():
    assert posted(GOOD.replace("story=Noe", "story=" + "%00" * 50 + "x" * 38 + "%0D%0Ay")).is_valid()


def test_nothing_cuts_a_pasted_text_in_the_browser():
    assert "maxlength" not in str(PlainTextField(max_length=5).widget.render("a", ""))
    assert 'data-limit="40"' in shown(SampleForm())


def test_one_line_stays_one_line():
    assert PlainTextField().clean("Ola\r\nNormann") == "Ola Normann"
    assert PlainTextField(widget=Textarea).clean("Ola\r\nNormann") == "Ola\nNormann"


# --- Dates ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("parts", "error"),
    [
        (["31", "2", "2026"], "invalid"),
        (["1", "", "2026"], "incomplete"),
        (["1", "1", "26"], "year"),
        (["x", "y", "zzzz"], "invalid"),
        (["-1", "1", "2026"], "invalid"),
        (["1", "1", "1899"], "too_early"),
        (["1", "1", "2031"], "too_late"),
    ],
)
def test_a_date_that_is_none_is_refused(parts, error):
    field = DatePartsField(earliest=datetime.date(1900, 1, 1), latest=datetime.date(2030, 12, 31))
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(parts)
    assert refusal.value.error_list[0].code == error


def test_a_date_is_read_from_its_parts():
    assert DatePartsField().clean([" 4", "03", "2026"]) == datetime.date(2026, 3, 4)
    assert DatePartsField(required=False).clean(["", "", ""]) is None


# --- Questions that open under an option ------------------------------------------------------------
def test_an_answer_under_an_option_not_chosen_is_emptied():
    form = posted(GOOD + "&phone=66700000&email=ikke-en-adresse")
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["phone"], form.cleaned_data["email"]) == ("", "")


def test_an_answer_under_the_chosen_option_is_asked_for():
    form = posted(GOOD.replace("contact=no", "contact=phone"))
    assert form.errors == {"phone": ["Skriv telefonnummeret ditt"]}
    assert posted(GOOD.replace("contact=no", "contact=phone") + "&phone=66700000").is_valid()


def test_a_wrong_answer_under_the_chosen_option_says_what_is_wrong_once():
    form = posted(GOOD.replace("contact=no", "contact=email") + "&email=nei")
    assert len(form.errors["email"]) == 1


class TickedForm(DesignForm):
    other = forms.BooleanField(label="Noe mer", required=False)
    what = PlainTextField(label="Hva")

    def questions(self):
        return [Question("other", reveals={"True": ["what"]})]


def test_a_single_checkbox_opens_questions_too():
    assert TickedForm(QueryDict("what=bort")).is_valid()
    assert "what" in TickedForm(QueryDict("other=on")).errors
    assert 'class="reveal"' in shown(TickedForm())


# --- What is shown --------------------------------------------------------------------------------
def test_every_error_is_in_the_summary_and_leads_to_a_control():
    html = shown(posted("when_day=31&when_month=2&when_year=2026"))
    for target in ("id_kinds_0", "id_story", "id_when_0", "id_contact_0", "id_read"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html


def test_each_question_says_whether_it_must_be_answered_when_some_need_not():
    html = shown(SampleForm())
    assert html.count("Må fylles ut") == 4
    assert html.count("Valgfritt") == 2
    assert "*" not in html


def test_no_question_is_marked_when_all_must_be_answered():
    class AllForm(DesignForm):
        name = PlainTextField(label="Navn")

    assert "Må fylles ut" not in shown(AllForm())


def test_buttons_and_carried_values_stand_in_the_form():
    form = SampleForm(
        other_buttons=[Button("Forrige steg", name="go", value="back"), LinkButton("Avbryt", "/")],
        carried={"state": '"sealed"'},
    )
    html = shown(form)
    assert 'name="state" value="&quot;sealed&quot;"' in html
    assert html.index("Neste steg") < html.index('name="go" value="back"') < html.index('href="/"')
