from django.urls import path

from concerns import views

app_name = "concerns"
# One address for all steps: what stands in a browser's history must not tell a child's story.
urlpatterns = [
    path("", views.start, name="start"),
    path("skjema/", views.ReportView.as_view(), name="form"),
    path("innlogget/", views.SignedInReportView.as_view(), name="signed_in_form"),
    path("svar/", views.answer, name="answer"),
]
