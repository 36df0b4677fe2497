"""What holds for every citizen page: language, no inline code, light, and no link that leads nowhere."""

import re

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern, URLPattern

LANGUAGES = [code for code, _ in settings.LANGUAGES]
# What a response carries beside its body, as measured in front of the portal.
HEADERS = 900


# What buttons post to. A signed-in citizen's pages are looked at with somebody signed in, in their own tests.
BUTTONS = {"citizen_logout", "idporten_login", "letter"}  # posted to, never led to
PAPERS = {"blank_form"}


def citizen_pages() -> list[str]:
    """Names of all pages under the language prefixes that need no argument and no sign-in."""
    names = []
    for part in get_resolver("asker_portal.urls").url_patterns:
        if isinstance(getattr(part, "pattern", None), LocalePrefixPattern):
            names += named(part.url_patterns, "")
    return names


def named(patterns, namespace: str) -> list[str]:
    names = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name in BUTTONS | PAPERS or hasattr(pattern.callback, "citizen_level"):
                continue
            names.append(f"{namespace}{pattern.name}")
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            names += named(pattern.url_patterns, inner)
    return [name for name in names if reversible(name)]


def reversible(name: str) -> bool:
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False


def get_html(client, name: str, language: str = "nb") -> str:
    from django.utils.translation import override

    with override(language):
        response = client.get(reverse(name))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", citizen_pages())
def test_page_says_its_language_and_has_one_heading(client, lines, name, language):
    html = get_html(client, name, language)
    assert f'<html lang="{language}"' in html
    assert len(re.findall(r"<h1\b", html)) == 1
    assert re.search(r"<title>[^–<]+ – Asker kommune</title>", html)


@pytest.mark.parametrize("name", citizen_pages())
def test_page_has_no_inline_code_and_no_foreign_address(client, lines, name):
    html = get_html(client, name)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    scripts = re.findall(r"<script\b([^>]*)>", html)
    assert all("src=" in tag or "application/ld+json" in tag for tag in scripts)
    assert not re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//', html)


@pytest.mark.parametrize("name", citizen_pages())
def test_links_on_a_page_lead_somewhere(client, lines, name):
    html = get_html(client, name)
    for address in set(re.findall(r'<a\b[^>]*href="([^"]*)"', html)):
        path, _, fragment = address.partition("#")
        assert address, "an empty link"
        if fragment and not path:
            assert f'id="{fragment}"' in html, address
        elif path.startswith("/"):
            assert client.get(path).status_code < 400, path


def test_each_page_links_to_itself_in_the_other_languages(client, lines):
    html = client.get("/nn/personvern/?hemmelig=1").content.decode()
    assert '<a href="/personvern/" lang="nb" hreflang="nb">' in html
    assert '<a href="/en/personvern/" lang="en" hreflang="en">' in html
    assert "hemmelig" not in html


def test_a_page_that_is_not_there_links_to_the_front_page_in_other_languages(client, lines):
    html = client.get("/finnes-ikke/").content.decode()
    assert '<a href="/en/" lang="en" hreflang="en">' in html


# --- The front page -------------------------------------------------------------------------------
def test_front_page_shows_who_answers_now(client, lines):
    html = client.get("/").content.decode()
    acute, rows = html[html.index('class="acute"') :].split("</aside>", 1)
    assert "tel:116111" in acute
    assert "67 00 00 01" in acute
    assert "Den åpne linja" in rows
    assert "Den stengte linja" not in rows


def test_front_page_says_when_a_line_is_not_confirmed(client, lines):
    assert "Ring for å sjekke" in client.get("/").content.decode()
    lines[2].confirm(by=None)
    html = client.get("/").content.decode()
    assert "Ring for å sjekke" not in html
    assert "Døgnåpent</span>" in html


def test_front_page_asks_the_database_at_most_three_times(client, lines, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get("/")


def test_first_view_is_light(client, lines):
    response = client.get("/", headers={"Accept-Encoding": "gzip"})
    html = client.get("/").content.decode()
    parts = {path: compressed(path) for path in set(re.findall(r'"/static/([^"]+)"', html))}
    assert parts["generated/portal.css"] <= 14_000
    assert sum(size for path, size in parts.items() if path.endswith(".js")) <= 2_000
    assert 1 + len(parts) <= 6
    total = len(response.content) + sum(parts.values()) + HEADERS * (1 + len(parts))
    assert total <= 25_000, parts


def compressed(path: str) -> int:
    with open(finders.find(path), "rb") as file:
        return len(brotli.compress(file.read()))
