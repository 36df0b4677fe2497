from django.urls import include, path

from invoices import views

app_name = "invoices"
# One address for all steps: the history of a shared machine holds one line.
asking = [
    path("", views.start, name="start"),
    path("skjema/", views.InvoiceView.as_view(), name="form"),
    path("innlogget/", views.SignedInInvoiceView.as_view(), name="signed_in_form"),
    path("brev/", views.letter, name="letter"),
]
urlpatterns = [
    path("faktura/", include(asking)),
    path("minside/faktura/<uuid:pk>/", views.mine, name="mine"),
    path("minside/faktura/<uuid:pk>/brev/", views.my_letter, name="my_letter"),
]
