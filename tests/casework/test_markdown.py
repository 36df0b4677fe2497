"""What staff write as Markdown is safe and fits below the page's own heading."""

import pytest

from casework import markdown


@pytest.mark.parametrize(
    ("written", "expected", "refused"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;", "<script"),
        ("[x](javascript:alert(1))", "javascript", "href"),
        ("![x](https://example.com/x.png)", "x", "<img"),
        ("# Høyest\n### Lavere", "<h2", "<h1"),
        ("[Ring](tel:66715059)", 'href="tel:66715059"', "<script"),
        ('<a onclick="x">y</a>', "&lt;a", "<a "),
    ],
)
def test_markdown_becomes_safe_html_below_the_pages_heading(written, expected, refused):
    html = markdown.html(written)
    assert expected in html
    assert refused not in html
