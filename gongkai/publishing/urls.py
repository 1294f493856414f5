"""Addresses that the front answers from a release, and Django until then (preview, first start)."""

from django.urls import path

from gongkai.publishing.views import preview

app_name = "publishing"
urlpatterns = [
    path("files/<slug:start>/<slug:rest>/<str:name>", preview.preview_file, name="file"),
    path("assets/<str:name>", preview.asset, name="asset"),
    path("modes/<slug:name>.css", preview.mode, name="mode"),
    path("mode.css", preview.mode, name="mode_of_cookie"),
]
