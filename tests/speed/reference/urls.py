from django.urls import path

from tests.speed.reference import views

urlpatterns = [
    path("plain", views.plain),
    path("tpl", views.tpl),
    path("dbrow", views.dbrow),
    path("entry/<int:pk>", views.entry, name="entry"),
    path("form", views.form),
    path("wizard/<int:step>", views.wizard, name="wizard"),
    path("report/<int:steps>/<int:step>", views.report, name="report"),
    path("receipt", views.receipt, name="receipt"),
]
