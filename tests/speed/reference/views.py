from functools import cache

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tests.speed.reference.models import Entry, Message, Report
from tests.speed.reference.rows import rows

IN_MEMORY = rows()
STEPS = [("name",), ("phone",), ("text",), ()]
QUESTIONS = ["who", "child_name", "age", "place", "relation", "text", "identity", "name", "phone"]


def plain(request):
    return HttpResponse("ok")


def tpl(request):
    return render(request, "page.html", {"entries": IN_MEMORY})


def dbrow(request):
    return render(request, "page.html", {"entries": Entry.objects.all()})


def entry(request, pk):
    return HttpResponse("ok")


def form_for(fields):
    return forms.modelform_factory(Message, fields=fields)


def form(request):
    bound = form_for(["name", "phone", "text"])(request.POST or None)
    if bound.is_valid():
        bound.save()
        return redirect("receipt")
    return render(request, "form.html", {"form": bound})


def receipt(request):
    return render(request, "receipt.html")


def wizard(request, step):
    """Four steps in the session, a redirect after each; the last one saves."""
    bound = form_for(STEPS[step])(request.POST or None)
    if request.method != "POST" or not bound.is_valid():
        return render(request, "form.html", {"form": bound})
    answers = request.session.get("answers", {}) | bound.cleaned_data
    request.session["answers"] = answers
    if step + 1 < len(STEPS):
        return redirect("wizard", step + 1)
    Message.objects.create(**answers)
    return redirect("receipt")


@cache
def report_form(steps, step):
    fields = QUESTIONS[step * len(QUESTIONS) // steps : (step + 1) * len(QUESTIONS) // steps]
    return forms.modelform_factory(Report, fields=fields)


def report(request, steps, step):
    """All questions dealt over so many pages in the session, a redirect after each; the last one saves."""
    bound = report_form(steps, step)(request.POST or None)
    if request.method != "POST" or not bound.is_valid():
        return render(request, "form.html", {"form": bound})
    answers = request.session.get("report", {}) | bound.cleaned_data
    if step + 1 < steps:
        request.session["report"] = answers
        return redirect("report", steps, step + 1)
    Report.objects.create(**answers)
    return redirect("receipt")
