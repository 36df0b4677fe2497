"""«Teksten ser ut til å røpe deg»: words by which a family that reads the report may know who wrote it.

A list of patterns for bokmål and nynorsk, no more. It misses some and shouts at some that are harmless
(measured in tests/concerns/test_naming.py): it warns before sending, and never stops anybody.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from casework.steps import Cleaned
from concerns.models import ConcernReport

MOST_SHOWN = 6

I = r"(?:jeg|eg|vi|me)"  # noqa: E741 - the word it stands for
MY = r"(?:min|mi|mitt|mine|vår|vårt|våre)"
KIN = (
    r"(?:beste|stor|små|lille|store|halv|ste|bonus|foster|sviger|mor|far|barne|eks|gud|ur|olde|tvilling|fille|reserve)*"
    r"(?:mor|mora|moren|mødre|mamma|far|fedre|pappa|foreldre|forelder|søster|syster|bror|brødre|brør|søsken|"
    r"datter|dotter|døtre|sønn|son|barn|tante|tanta|onkel|niese|nevø|kusin|kusine|tremenning|søskenbarn|fetter|svoger|"
    r"svigerinne|kone|kona|mann|samboer|sambuar|eks|fadder)"
)
WORKS = (
    r"(?:lærer|lærar|rektor|pedagog|assistent|inspektør|vikar|helsesykepleier|helsesjukepleiar|helsesøster|"
    r"sykepleier|sjukepleiar|jordmor|lege|fastlege|tannlege|psykolog|terapeut|sosionom|miljøarbeider|"
    r"miljøarbeidar|saksbehandler|saksbehandlar|trener|trenar|lagleder|lagleiar|speiderleder|leksehjelper|"
    r"leksehjelpar|dagmamma|barnevakt|støttekontakt|støttekontakten|avlaster|avlastar|prest|imam|vaktmester|"
    r"vaktmeister|bussjåfør|utleier|utleigar|husvert|ansatt|tilsett|verge|besøkshjem|besøksheim|"
    r"fosterhjem|fosterheim|avlastningshjem)"
)
KNOWS = (
    r"(?:\w{0,12}(?:nabo|naboe|granne\w*|granne|venn|ven|venninne|veninne|vener|kompis|kamerat|kollega|elev|klient|pasient)|"
    r"klassekontakt|kjæreste|kjærast|familie|slekt|slektning|bekjent|sjef|leder|leiar|kunde|medlem|gjest)"
)
PERSON = rf"(?:kontakt)?(?:{KIN}|{WORKS}|{KNOWS})(?:e|en|n|a|et|er|ene|ane|ar|s|i)?"
BETWEEN = (
    r"(?:(?:en|ei|et|ein|eit|den|selv|også|hans|hennes|hennar|deres|deira|barnets|nærmeste|tidligere) ){0,2}"
)

# «Bekymringen min» is anybody's; «soverommet mitt» is not.
FEELS = (
    r"(?:bekymr|mening|inntrykk|følels|kjensl|oppfatning|melding|mage|syn|hjert|hjart|angst|redsel|uro|tank)"
)
DOES = (
    r"(?:jobb(?:er|ar|et|a)|arbeid(?:er|ar|et|de|a)|undervis(?:er|ar|te)|tren(?:er|ar|te)|pass(?:er|ar|et|a)|"
    r"bor|bodde|bur|budde|lei(?:er|ger|de|gde)|del(?:er|te)|kjør(?:er|te)|køyr(?:er|de)|hent(?:er|ar|et|a)|"
    r"behandl(?:er|ar|et|a)|vask(?:er|ar|et|a)|stell(?:er|te)|kjenner|kjente|kjende)"
)
DONE = (
    r"(?:hatt|undervist|pass(?:et|a)|trent|jobb(?:et|a)|arbeid(?:et|d|a)|bodd|budd|leid|leigt|delt|kjørt|køyrt|"
    r"hentet|henta|behandlet|behandla|kjent|flyttet|flytta|vokst|vakse)"
)

# What anybody feels, sees and says. Whatever else somebody is or does, tells of who they are.
FEELING = (
    r"(?:redd|sikker|usikker|bekymr\w*|uro\w*|hel[t]?|heilt|svært|veldig|så|ikke|ikkje|glad|lei|klar|enig|einig|"
    r"skremt|også|bare|berre|alene|aleine|ute|der|her|på|i|for|ganske|litt|nødt|trist|sint|forbi|vitne|med|til|"
    r"sliten|fortvila|trøtt|stolt|ensom|einsam|"
    r"ofte|av|over|trygg|opptatt|nå|no|blitt|den|det|de|en|ei|et|ein|eit)"
)
PERCEIVING = (
    r"(?:er|har|ser|hører|høyrer|vet|veit|tror|trur|synes|mener|meiner|håper|vonar|ønsker|ønskjer|blir|føler|"
    r"ber|frykter|fryktar|lurer|forstår|skjønner|skriver|skriv|melder|sier|seier|vurderer|antar|mistenker|"
    r"trenger|treng|merker|merkar|husker|hugsar|gjør|gjer|spør|ringer|sender|vurderer|går|står|sitter|får|bør)"
)

REVEALING = [
    rf"\b{I} (?:er|var|har vært|har vore) {BETWEEN}{PERSON}\b",
    rf"\b{I} (?:er|var) (?!{FEELING}\b)\w+(?<!ig)(?<!et)(?<!ert)\b",
    rf"\b{I} (?!{PERCEIVING}\b)\w+(?:er|ar)\b",
    rf"\b{I} har (?!\w+[tda]\b|ikke|ikkje|også|bare|berre|aldri|flere|fleire|grunn|bilde|ingen|prøv)\w+ ",
    rf"\b(?:{I} (?:er|var) den som|{PERSON} og {I}|{I} og {PERSON})\b",
    rf"\b{I} (?:er|var|har vært|har vore) (?:gift|skilt|sammen|saman) ",
    rf"(?:^|(?<=[.!?\n] ))som {BETWEEN}{PERSON}\b",
    rf"\b{I} \w+ som {BETWEEN}{PERSON}\b",
    rf"\b{PERSON} {MY}\b",
    rf"\b{MY} (?:\w+ )?{PERSON}\b",
    rf"\b(?!{FEELS})[\w']{{1,40}}(?:n|a|et|ane|ene) {MY}\b",
    rf"\b(?:{I} {DOES}|{DOES} {I})\b",
    rf"\b{I} har (?:nettopp |nylig |også |òg |alltid )?{DONE} ",
    rf"\b{I} og \w+ (?:har|er|var|går|bor|bur)\b",
    rf"\b{I} \w+ (?:med )?(?:i|på) (?:samme|same) ",
    rf"\b{I} (?:heter|heiter|er den eneste|er den einaste)\b",
    rf"\b{I} (?:i|på|ved) (?:barnehag|skol|skul|sfo|aks|klass|lag|avdeling|jobb|klubb)\w*",
    r"\b(?:hos|heime hos|hjemme hos) (?:oss|meg)\b",
    r"\b(?:mvh|vh|(?:vennlig|venleg|beste) (?:hilsen|helsing))\b",
    r"\b(?:hilsen|helsing|klem) (?:en|ei|ein|fra|frå)\b",
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]*\w",
    r"(?<![\d.:])(?:\+?47 ?)?[2-9](?: ?\d){7}(?![\d:])",
]
# A greeting is a signature only before a name, which begins with a capital.
SIGNATURE = r"\b(?i:hilsen|helsing|klem)(?i: fra| frå)?[ ,:\n]+[A-ZÆØÅ][\wæøå-]+"
PATTERNS = [*(re.compile(one, re.IGNORECASE) for one in REVEALING), re.compile(SIGNATURE)]
RELATED = re.compile(rf"\b{PERSON}\b", re.IGNORECASE)

Identity = ConcernReport.Identity


def found(text: str, own: Iterable[str] = ()) -> list[str]:
    """The words of the text that seem to reveal its writer, in the text's order and without repeats.

    own: what the writer said about themself elsewhere, such as their name.
    """
    patterns = [*PATTERNS, *(re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE) for word in own)]
    matches = (match for pattern in patterns for match in pattern.finditer(text))
    ordered = sorted(matches, key=lambda match: (match.start(), -match.end()))
    return list(dict.fromkeys(match.group().strip() for match in ordered))[:MOST_SHOWN]


def found_in(cleaned: Cleaned) -> list[tuple[str, list[str]]]:
    """By step, the words that seem to reveal somebody who does not want the family to know them."""
    reporter = cleaned.get("reporter", {})
    if reporter.get("identity") not in (Identity.HIDDEN, Identity.ANONYMOUS):
        return []
    own = [word for word in reporter.get("name", "").split() if len(word) > 2]
    steps = ((slug, list(dict.fromkeys(_in_step(answers, own)))) for slug, answers in cleaned.items())
    return [(slug, words) for slug, words in steps if words]


def _in_step(answers: dict[str, Any], own: list[str]) -> Iterator[str]:
    for name in ("text", "place", "relation"):
        yield from found(answers.get(name, ""), own)
    if RELATED.search(answers.get("relation", "")):  # «tante» is no sentence, and says it all
        yield answers["relation"]
