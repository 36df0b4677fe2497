"""Invented templates for replies, for the demo: by kind of case, each with its name and texts."""

from casework.replies import ReplyTemplate

TEMPLATES = {
    "concerns.concernreport": {
        "Til en privatperson: Vi har lest meldingen": {
            "text_nb": (
                "Takk for at du sa fra. Vi har lest det du skrev. Hva vi gjør nå, kan vi ikke si.\n\n"
                "Har det skjedd noe nytt? Skriv på {svarside} med koden din. Haster det, ring 116 111."
            ),
            "text_nn": (
                "Takk for at du sa frå. Vi har lese det du skreiv. Kva vi gjer no, kan vi ikkje seie.\n\n"
                "Har det skjedd noko nytt? Skriv på {svarside} med koden din. Hastar det, ring 116 111."
            ),
            "text_en": (
                "Thank you for telling us. We have read what you wrote. We cannot say what we do now.\n\n"
                "Is there anything new? Write at {svarside} with your code. If it is urgent, call 116 111."
            ),
        },
        "Vi trenger å vite mer": {
            "text_nb": (
                "Takk for at du sa fra. Vi trenger å vite litt mer:\n\n\n"
                "Du svarer på {svarside} med koden din. Du trenger ikke å si hvem du er."
            ),
            "text_nn": (
                "Takk for at du sa frå. Vi treng å vite litt meir:\n\n\n"
                "Du svarer på {svarside} med koden din. Du treng ikkje å seie kven du er."
            ),
            "text_en": (
                "Thank you for telling us. We need to know a little more:\n\n\n"
                "You answer at {svarside} with your code. You need not say who you are."
            ),
        },
    },
    "services.careapplication": {
        "Vi mangler en uttalelse": {
            "text_nb": (
                "Hei! Vi ser på søknaden {referanse}. Vi trenger en uttalelse fra lege eller skole.\n\n"
                "Last den opp på {minside}, eller be dem sende den til oss."
            ),
            "text_nn": (
                "Hei! Vi ser på søknaden {referanse}. Vi treng ei fråsegn frå lege eller skule.\n\n"
                "Last ho opp på {minside}, eller be dei sende ho til oss."
            ),
            "text_en": (
                "Hello! We are looking at application {referanse}. We need a word from a doctor or school."
                "\n\n"
                "Upload it at {minside}, or ask them to send it to us."
            ),
        },
    },
}


def write_all() -> None:
    """Write each template the first time."""
    for kind, templates in TEMPLATES.items():
        for name, texts in templates.items():
            ReplyTemplate.objects.get_or_create(case_kind=kind, name=name, defaults=texts)
