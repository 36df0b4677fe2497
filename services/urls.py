from django.urls import path

from services.views import application, cases, decisions, jobs, pages, paper, signing

app_name = "services"
urlpatterns = [
    path("jobb/", jobs.start, name="jobs"),
    path("jobb/begynn/", jobs.begin, name="begin_job"),
    path("jobb/soknad/<uuid:pk>/", jobs.JobView.as_view(), name="job_draft"),
    path("jobb/soknad/<uuid:pk>/<slug:slug>/", jobs.JobView.as_view(), name="job_step"),
    path("minside/jobb/<uuid:pk>/", jobs.mine, name="my_job"),
    path("minside/soknad/<uuid:pk>/vedtak/", decisions.mine, name="my_decision"),
    path("minside/soknad/<uuid:pk>/vedtak/<uuid:decision>/", decisions.letter, name="my_letter"),
    path("soknad/", application.start, name="apply"),
    path("soknad/skjema.pdf", paper.blank, name="blank_form"),
    path("soknad/begynn/", application.begin, name="begin_application"),
    path("soknad/medsignatur/", signing.SigningView.as_view(), name="sign_application"),
    path("soknad/<uuid:pk>/", application.ApplicationView.as_view(), name="application_draft"),
    path("soknad/<uuid:pk>/<slug:slug>/", application.ApplicationView.as_view(), name="application_step"),
    path("minside/soknad/<uuid:pk>/", cases.CaseView.as_view(), name="my_application"),
    path("minside/soknad/<uuid:pk>/invitasjon/", signing.invite, name="invite_guardian"),
    path("minside/soknad/<uuid:pk>/trekk/", cases.withdraw, name="withdraw_application"),
    path("minside/soknad/<uuid:pk>/fil/<uuid:file_id>/", cases.file, name="application_file"),
    path("minside/soknad/<uuid:pk>/kvittering.pdf", cases.receipt, name="application_receipt"),
    path("minside/soknad/<uuid:pk>/data.json", cases.export, {"form": "json"}, name="application_json"),
    path("minside/soknad/<uuid:pk>/data.pdf", cases.export, {"form": "pdf"}, name="application_pdf"),
    path("tjenester/", pages.index, name="index"),
    path("tjenester/finn/", pages.find, name="guide"),
    path("tjenester/<slug:slug>/", pages.service, name="service"),
]
