"""Pages that exist in each language, and open data that has one address for all."""

from django.urls import path

from helplines import api, embed, feedback, views

app_name = "helplines"
urlpatterns = [
    path("hjelpetelefoner/", views.index, name="index"),
    path("hjelpetelefoner/<slug:slug>/", views.line, name="line"),
    path("hjelpetelefoner/<slug:slug>/plakat/", views.poster, name="poster"),
    path("hjelpetelefoner/<slug:slug>/stemmer-ikke/", feedback.ask, name="feedback"),
    path("hjelpetelefoner/<slug:slug>/takk/", feedback.thanks, name="thanks"),
    path("info/", views.info_pages, name="info-pages"),
    path("info/<slug:slug>/", views.info_page, name="info-page"),
]

# Included without a namespace and outside i18n_patterns.
open_data = [
    path("api/hjelpetelefoner/", api.lines, name="helplines-api"),
    path("api/hjelpetelefoner/<str:slug>/", api.line, name="helpline-api"),
    path("api/openapi.json", api.schema, name="openapi"),
    path("hjelpetelefoner/kalender.ics", api.calendar, name="helplines-calendar"),
    path("bygg-inn/hjelpetelefoner/", embed.page, name="helplines-embed"),
]
