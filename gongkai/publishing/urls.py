"""Addresses that the front answers from a release, and Django until then (preview, first start)."""

from django.urls import path

from gongkai.publishing import views

app_name = "publishing"
urlpatterns = [
    path("files/<slug:start>/<slug:rest>/<str:name>", views.preview_file, name="file"),
    path("assets/<str:name>", views.asset, name="asset"),
    path("modes/<slug:name>.css", views.mode, name="mode"),
    path("mode.css", views.mode, name="mode_of_cookie"),
]
