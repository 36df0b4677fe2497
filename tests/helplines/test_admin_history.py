"""The history of a line says in words what changed, and one press brings an earlier state back."""

from datetime import date, time

import pytest
from django.urls import reverse

from helplines import snapshots
from helplines.admin.changes import Change, changes
from helplines.admin.upcoming import upcoming
from tests.accounts.sign_in import signed_in
from tests.helplines.desk import a_line, published_digits

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(editor):
    return signed_in(editor)


def history(client, line):
    return client.get(reverse("admin:helplines_helpline_history", args=[line.pk]))


def restore(client, line, revision):
    address = reverse("admin:helplines_helpline_restore", args=[line.pk, revision.pk])
    return client.post(address, follow=True)


def test_who_when_what_and_why_are_told(client, editor):
    line = a_line()
    line.numbers.update(digits="66715060")
    line.publish(by=editor, comment="Ny sentral")
    page = history(client, line).content.decode()
    for words in ("redaktor", "Ny sentral", "Ring 66 71 50 59", "Ring 66 71 50 60", "Den første utgaven"):
        assert words in page


def test_an_earlier_revision_is_restored_and_published(client, editor):
    line = a_line()
    first = line.published
    line.numbers.update(digits="66715060")
    line.publish(by=editor)
    response = restore(client, line, first)
    assert "er gjenopprettet og publisert" in response.content.decode()
    assert published_digits(line) == ["66715059"]
    assert line.published.created_by == editor
    assert line.revisions.count() == 3


def test_looking_at_the_button_restores_nothing(client, editor):
    line = a_line()
    address = reverse("admin:helplines_helpline_restore", args=[line.pk, line.published_id])
    assert client.get(address).status_code == 403


def test_a_revision_of_another_line_is_not_found(client):
    line, other = a_line(), a_line("annen")
    assert restore(client, line, other.published).status_code == 404


def test_the_history_asks_the_same_for_two_revisions_and_fifteen(client, editor, django_assert_num_queries):
    line = a_line()
    for _ in range(15):
        line.order += 1
        line.save()
        line.publish(by=editor)
    # session, user with rights; line, count, revisions, the one before them
    with django_assert_num_queries(6):
        history(client, line)


def test_a_long_history_is_cut_into_pages(client, editor):
    line = a_line()
    for _ in range(24):
        line.order += 1
        line.save()
        line.publish(by=editor)
    first, second = history(client, line), client.get(history(client, line).request["PATH_INFO"] + "?p=2")
    assert (len(first.context["revisions"]), len(second.context["revisions"])) == (20, 5)
    assert all(told for _, told in first.context["revisions"])


# --- in words -------------------------------------------------------------------------------------
def said(line, **fields) -> list[Change]:
    before = snapshots.of(line)
    for name, value in fields.items():
        setattr(line, name, value)
    return changes(before, snapshots.of(line))


def test_fields_are_named_and_their_choices_spelled_out():
    line = a_line()
    assert said(line, on_holidays="as_usual") == [Change("På helligdager", "Stengt", "Åpent som vanlig")]
    assert said(line, for_guardians=True) == [Change("For foreldre og foresatte", "nei", "ja")]
    assert said(line, summary_nn="Alt") == [Change("Hva du kan ringe om (nynorsk)", "", "Alt")]
    assert said(line, closed_months="7,8") == [Change("Stengte måneder", "", "7, 8")]


def test_rows_are_compared_by_what_they_say():
    line = a_line()
    before = snapshots.of(line)
    line.hours.update(closes=time(15), valid_from=date(2027, 1, 1))
    line.exceptions.create(
        first=date(2026, 12, 24), last=date(2026, 12, 26), closed=True, reason_nb="Jul", reason_en="Christmas"
    )
    assert changes(before, snapshots.of(line)) == [
        Change(
            "Åpningstid",
            "Mandag–fredag kl. 10.00–14.00",
            "Mandag–fredag kl. 10.00–15.00, fra 1. januar 2027",
        ),
        Change("Avvik", "", "24. desember 2026–26. desember 2026: stengt (Jul / Christmas)"),
    ]


def test_nothing_changed_says_nothing():
    line = a_line()
    assert said(line) == []


def test_dated_rows_are_coming_changes_the_nearest_first():
    line = a_line(shown_to=date(2027, 6, 30))
    line.hours.update(valid_to=date(2026, 12, 31))
    line.exceptions.create(first=date(2026, 12, 1), last=date(2026, 12, 1), closed=True)
    line.exceptions.create(first=date(2026, 11, 1), last=date(2026, 11, 1), closed=True)
    coming = upcoming(snapshots.of(line), date(2026, 11, 23))
    assert [change.on for change in coming] == [date(2026, 12, 1), date(2027, 1, 1), date(2027, 7, 1)]
    assert str(coming[0]) == "1. desember 2026: stengt"
