from django.urls import path

from services.views import decisions, jobs, pages

app_name = "services"
urlpatterns = [
    path("jobb/", jobs.start, name="jobs"),
    path("jobb/begynn/", jobs.begin, name="begin_job"),
    path("jobb/soknad/<uuid:pk>/", jobs.JobView.as_view(), name="job_draft"),
    path("jobb/soknad/<uuid:pk>/<slug:slug>/", jobs.JobView.as_view(), name="job_step"),
    path("minside/jobb/<uuid:pk>/", jobs.mine, name="my_job"),
    path("minside/soknad/<uuid:pk>/vedtak/", decisions.mine, name="my_decision"),
    path("minside/soknad/<uuid:pk>/vedtak/<uuid:decision>/", decisions.letter, name="my_letter"),
    path("tjenester/", pages.index, name="index"),
    path("tjenester/finn/", pages.find, name="guide"),
    path("tjenester/<slug:slug>/", pages.service, name="service"),
]
