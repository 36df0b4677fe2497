"""The guide: it refuses nobody, says why, keeps nothing, and always ends with somebody to call."""

from itertools import chain, combinations

import pytest

from services import guide
from services.models import ServiceType

GUIDE = "/tjenester/finn/"
KEYS = [need.key for need in guide.NEEDS]
EVERY_ANSWER = list(chain.from_iterable(combinations(KEYS, size) for size in range(len(KEYS) + 1)))
SERVICES = [ServiceType(key=key, slug=key, name=key) for key in ServiceType.Key.values]


def proposed(*keys, services=SERVICES) -> list[str]:
    return [each.service.key for each in guide.proposals(guide.chosen(keys), services)]


def test_every_service_can_be_found():
    assert set(chain.from_iterable(need.reasons for need in guide.NEEDS)) == set(ServiceType.Key)


@pytest.mark.parametrize("need", guide.NEEDS, ids=lambda need: need.key)
def test_a_need_leads_to_its_services_each_with_a_reason(need):
    found = guide.proposals([need], SERVICES)
    assert {each.service.key for each in found} == set(need.reasons)
    assert all(each.reasons == [need.reasons[each.service.key]] for each in found)


def test_whatever_is_answered_every_need_is_met_and_every_proposal_has_a_reason():
    assert len(EVERY_ANSWER) == 2 ** len(KEYS)
    for keys in EVERY_ANSWER:
        needs = guide.chosen(keys)
        found = guide.proposals(needs, SERVICES)
        assert all(each.reasons for each in found)
        assert {each.service.key for each in found} >= set(
            chain.from_iterable(need.reasons for need in needs)
        )
        counts = [len(each.reasons) for each in found]
        assert counts == sorted(counts, reverse=True)


def test_more_needs_never_take_a_proposal_away():
    for keys in EVERY_ANSWER:
        for more in KEYS:
            assert set(proposed(*keys)) <= set(proposed(*keys, more)), (keys, more)


def test_several_needs_bring_a_plan_along():
    assert "individual_plan" not in proposed("pause")
    assert "individual_plan" not in proposed("pause", "annet")
    assert proposed("pause", "fritid")[-1] == "individual_plan"


def test_only_what_the_municipality_has_is_proposed():
    assert proposed("hverdag", services=[each for each in SERVICES if each.key != "bpa"]) == [
        "carers_allowance"
    ]
    assert proposed("hverdag", services=[]) == []


def test_what_is_no_need_of_ours_is_passed_over():
    assert guide.chosen(["<script>", "", "pause"]) == [guide.NEEDS[0]]


# --- the page -------------------------------------------------------------------------------------
@pytest.fixture
def page(client, asker, strict_templates):
    def read(*keys: str, prefix: str = "") -> str:
        response = client.get(prefix + GUIDE, {"svar": "1", "behov": keys})
        assert response.status_code == 200
        assert not response.cookies
        return response.content.decode()

    return read


@pytest.mark.parametrize("keys", [(), *[(key,) for key in KEYS], tuple(KEYS), ("ukjent",)], ids=str)
@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_nobody_leaves_without_a_person_to_call(page, keys, prefix):
    html = page(*keys, prefix=prefix)
    assert 'href="tel:90924524"' in html
    assert 'href="tel:90687941"' in html
    assert f'href="{prefix}/tjenester/"' in html


def test_a_proposal_says_why_and_leads_on(page):
    html = page("sosken")
    assert "Når barnet er hos en avlaster, får søsken tid alene med dere." in html
    assert 'href="/tjenester/individuell-avlastning/"' in html
    assert 'href="/tjenester/bpa/"' not in html


def test_without_a_proposal_it_is_said_that_there_may_be_help(page):
    assert "Det betyr ikke at dere ikke kan få hjelp." in page("annet")
    assert "Det gjør ingenting." in page()


def test_the_boxes_stay_ticked(page):
    html = page("pause", "mange")
    assert html.count(" checked") == 2


def test_the_form_is_sent_as_an_address_and_asks_for_nobody(client, asker):
    html = client.get(GUIDE).content.decode()
    form = html[html.index("<form") : html.index("</form>")]
    assert 'method="get"' in form
    assert "csrf" not in form
    assert form.count('type="checkbox"') == len(KEYS)
    assert 'type="text"' not in form
