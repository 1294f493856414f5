"""Addresses of the gate's staff screens, below /admin/clearance/."""

from django.urls import path

from gongkai.clearance.urls_progress import progress_urls
from gongkai.clearance.views import board, chains, datasets, looking, media, packages, roster, slips, takedown

app_name = "clearance"
urlpatterns = [
    path("", board.board, name="board"),
    *progress_urls,
    path("slips/<int:pk>/", slips.slip, name="slip"),
    path("slips/<int:pk>/cancel/", slips.cancel, name="cancel"),
    path("slips/<int:pk>/release/", slips.release, name="release"),
    path("slips/<int:pk>/schedule/", slips.schedule, name="schedule"),
    path("slips/<int:pk>/unschedule/", slips.unschedule, name="unschedule"),
    path("slips/<int:pk>/items/<int:item_pk>/", slips.item_preview, name="item_preview"),
    path("slips/<int:pk>/full-review/", packages.full_review, name="full_review"),
    path("screen/", packages.screen, name="screen"),
    path("submit/<str:label>/<int:pk>/", packages.submit, name="submit"),
    path("takedown/", takedown.find, name="takedown"),
    path("withdraw/<str:label>/<int:pk>/", takedown.withdraw, name="withdraw"),
    path("purge/<str:label>/<int:pk>/", takedown.purge, name="purge"),
    path("traces/<str:label>/<int:pk>/", takedown.traces, name="traces"),
    path("lift_seal/<str:label>/<int:pk>/", takedown.lift_seal, name="lift_seal"),
    path("files/", looking.unread, name="unread"),
    path("files/<slug:kind>/<int:pk>/", looking.look, name="look"),
    path("files/<slug:kind>/<int:pk>/remove/", looking.remove, name="remove_file"),
    path("media/<path:name>", media.media, name="media"),
    path("chains/", chains.chains, name="chains"),
    path("chains/alternate/<int:pk>/", chains.alternate, name="alternate"),
    path("chains/<slug:kind>/", chains.chain_edit, name="chain_edit"),
    path("roster/", roster.fill, name="fill_roster"),
    path("data/", datasets.dataset_list, name="datasets"),
    path("data/<slug:key>/", datasets.dataset_edit, name="dataset_edit"),
]
