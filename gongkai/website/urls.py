"""Addresses of the public shell that Django answers itself."""

from django.urls import path

from gongkai.website import gallery, views
from gongkai.website.search import search

app_name = "website"
urlpatterns = [
    path("mode/", views.choose_mode, name="mode"),
    path("mode/set/", views.set_mode, name="set_mode"),
    path("search/", search, name="search"),
    path("dev/components/", gallery.components, name="gallery"),
]
