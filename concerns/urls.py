from django.urls import include, path

from concerns import dialogue_views, views

app_name = "concerns"
# One address for all steps: what stands in a browser's history must not tell a child's story.
reports = [
    path("", views.start, name="start"),
    path("skjema/", views.ReportView.as_view(), name="form"),
    path("innlogget/", views.SignedInReportView.as_view(), name="signed_in_form"),
    path("svar/", dialogue_views.AnswerView.as_view(), name="answer"),
]
urlpatterns = [
    path("bekymringsmelding/", include(reports)),
    path("minside/melding/<uuid:pk>/", dialogue_views.MineView.as_view(), name="mine"),
]
