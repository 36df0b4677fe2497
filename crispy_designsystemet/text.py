"""What free text may hold before it is counted, stored, encrypted, printed and handed over as XML."""

import re
import unicodedata

# Control signs but newline and tab, marks that turn the reading direction over (U+202A-202E and
# U+2066-2069 can make a sentence show as another one), half surrogates, and U+FFFE/FFFF, which XML
# 1.0 refuses. Marks that Arabic and Farsi need (U+200E, U+200F) stay.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text in Unicode's NFC with line ends as \\n, and without signs that nobody wrote to be read.

    Any str goes in; nothing is raised. Applying it twice changes nothing more.
    """
    text = re.sub("\r\n?", "\n", text)
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))
