"""The page for other sites: the only one they may frame, without script and cookies."""

import pytest

EMBED = "/bygg-inn/hjelpetelefoner/"

pytestmark = pytest.mark.usefixtures("strict_templates", "asker")


def test_any_site_may_frame_it(client):
    response = client.get(EMBED)
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert not response.cookies


@pytest.mark.parametrize(
    "path", ["/", "/hjelpetelefoner/", "/hjelpetelefoner/politi/", "/api/hjelpetelefoner/"]
)
def test_no_other_page_may_be_framed(client, path):
    response = client.get(path)
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_it_has_no_script_and_its_links_leave_the_frame(client):
    html = client.get(EMBED).content.decode()
    assert "<script" not in html
    assert html.count("<a ") == html.count('target="_top"')
    assert "Ring 66 71 50 59" in html


def test_it_shows_one_audience_and_one_language(client):
    html = client.get(EMBED + "?for=barn&lang=en").content.decode()
    assert '<html lang="en"' in html
    assert "66 71 50 59" in html
    assert "66 71 50 49" not in html


@pytest.mark.parametrize("query", ["?for=x", "?lang=de", "?lang=nb&lang=nn", "?for=%00"])
def test_what_it_does_not_know_it_leaves_out(client, query):
    assert client.get(EMBED + query).status_code == 200
