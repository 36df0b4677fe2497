from django.urls import include, path

from volunteers import answering, following, mine, offering, views

app_name = "volunteers"
pages = [
    path("", views.start, name="start"),
    path("tilby/", offering.begin, name="offer"),
    path("tilby/<uuid:pk>/", offering.OfferView.as_view(), name="offer_draft"),
    path("tilby/<uuid:pk>/<slug:slug>/", offering.OfferView.as_view(), name="offer_step"),
    path("be-om-hjelp/", views.HelpView.as_view(), name="help"),
    # Reached by a link that was sent. The token names one row; alone it reveals nobody.
    path("sporsmal/<str:token>/", answering.LinkView.as_view(), name="ask"),
    path("foresporsel/<str:token>/", following.RequestView.as_view(), name="request"),
]
own = [
    path("", mine.MineView.as_view(), name="mine"),
    path("endre/", mine.ChangeView.as_view(), name="change"),
    path("<uuid:pk>/", answering.SignedInView.as_view(), name="my_ask"),
]
urlpatterns = [path("frivillig/", include(pages)), path("minside/frivillig/", include(own))]
