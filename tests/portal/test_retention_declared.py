"""Each model says how long it is kept, each field what it says of somebody, and nothing else is said."""

import pytest
from django.apps import apps

from casework import retention
from casework.retention import Elsewhere, Privacy, Rule, With, fields_of, kept, rules, undeclared
from services.models import CareApplication


def test_every_model_and_field_is_declared():
    assert list(undeclared()) == []


@pytest.mark.parametrize("label", ["invoices.Payment", "services.PoolEntry"])
def test_a_model_or_a_field_nobody_thought_of_is_named(monkeypatch, label):
    monkeypatch.delitem(kept, label)
    monkeypatch.setitem(retention._fields, label, {"id": Privacy.NONE, "no_such": Privacy.NONE})
    found = list(undeclared())
    assert found[0] == label
    assert f"{label}.no_such is no field" in found
    assert len(found) > 3


def test_what_goes_with_an_owner_names_one_that_has_a_rule():
    labels = {model._meta.label for model in apps.get_models()}
    owners = {how.owner for how in kept.values() if isinstance(how, With)}
    assert owners <= labels
    assert all(isinstance(kept[owner], Rule) for owner in owners)


def test_each_rule_names_its_law_its_source_and_who_approves():
    assert len(rules) >= 9
    for rule in rules.values():
        assert rule.law
        assert rule.source
        assert len(rule.approvers) == 2, rule.name


def test_encrypted_columns_are_called_personal_or_sensitive():
    """Whatever is worth encrypting says something of somebody."""
    from casework.fields import EncryptedField

    for model in apps.get_models():
        said = fields_of(model)
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedField):
                assert said[field.name] in (Privacy.PERSONAL, Privacy.SENSITIVE), f"{model} {field.name}"


def test_drafts_delete_themselves_without_approval():
    assert isinstance(kept["casework.Draft"], Elsewhere)
    assert fields_of(CareApplication)["content"] == Privacy.SENSITIVE
