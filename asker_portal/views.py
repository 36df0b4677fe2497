from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render


@login_not_required
def front(request):
    return HttpResponse("front")


@login_not_required
def accessibility(request):
    return render(request, "accessibility.html")


@login_not_required
def privacy(request):
    return render(request, "privacy.html")


@login_not_required
def quick_exit(request):
    return HttpResponse("")
