from django.urls import path

from services.views import jobs, pages

app_name = "services"
urlpatterns = [
    path("jobb/", jobs.start, name="jobs"),
    path("jobb/begynn/", jobs.begin, name="begin_job"),
    path("jobb/soknad/<uuid:pk>/", jobs.JobView.as_view(), name="job_draft"),
    path("jobb/soknad/<uuid:pk>/<slug:slug>/", jobs.JobView.as_view(), name="job_step"),
    path("minside/jobb/<uuid:pk>/", jobs.mine, name="my_job"),
    path("tjenester/", pages.index, name="index"),
    path("tjenester/finn/", pages.find, name="guide"),
    path("tjenester/<slug:slug>/", pages.service, name="service"),
]
