"""Addresses of the organisation's screens, below /admin/organisation/."""

from django.urls import path

from gongkai.core.organisation.views.changes import ChangeScreen, ChangesScreen, NewChangeScreen
from gongkai.core.organisation.views.delegations import (
    DelegationsScreen,
    MandateFile,
    NewDelegationScreen,
    RevokeScreen,
)
from gongkai.core.organisation.views.groups import GroupScreen, GroupsScreen, NamesScreen
from gongkai.core.organisation.views.people import HandoverScreen, LeavingScreen, PeopleScreen
from gongkai.core.organisation.views.roster import RosterScreen, RosterSheet
from gongkai.core.organisation.views.units import (
    EditUnitScreen,
    EndAliasScreen,
    EndPostScreen,
    NewAliasScreen,
    NewPostScreen,
    NewUnitScreen,
    UnitScreen,
    UnitsScreen,
)

app_name = "organisation"
urlpatterns = [
    path("", UnitsScreen.as_view(), name="units"),
    path("units/new/", NewUnitScreen.as_view(), name="unit_new"),
    path("units/<int:pk>/", UnitScreen.as_view(), name="unit"),
    path("units/<int:pk>/edit/", EditUnitScreen.as_view(), name="unit_edit"),
    path("units/<int:pk>/alias/", NewAliasScreen.as_view(), name="alias_new"),
    path("units/<int:pk>/post/", NewPostScreen.as_view(), name="post_new"),
    path("aliases/<int:pk>/end/", EndAliasScreen.as_view(), name="alias_end"),
    path("posts/<int:pk>/end/", EndPostScreen.as_view(), name="post_end"),
    path("groups/", GroupsScreen.as_view(), name="groups"),
    path("groups/new/", GroupScreen.as_view(), name="group_new"),
    path("groups/<int:pk>/", GroupScreen.as_view(), name="group"),
    path("names/", NamesScreen.as_view(), name="names"),
    path("people/", PeopleScreen.as_view(), name="people"),
    path("people/<int:pk>/leaving/", LeavingScreen.as_view(), name="leaving"),
    path("handovers/<int:pk>/", HandoverScreen.as_view(), name="handover"),
    path("delegations/", DelegationsScreen.as_view(), name="delegations"),
    path("delegations/new/", NewDelegationScreen.as_view(), name="delegation_new"),
    path("delegations/<int:pk>/revoke/", RevokeScreen.as_view(), name="delegation_revoke"),
    path("delegations/<int:pk>/mandate/", MandateFile.as_view(), name="delegation_mandate"),
    path("changes/", ChangesScreen.as_view(), name="changes"),
    path("changes/new/<slug:kind>/", NewChangeScreen.as_view(), name="change_new"),
    path("roster/", RosterScreen.as_view(), name="roster"),
    path("roster/<slug:name>/", RosterSheet.as_view(), name="roster_sheet"),
    path("changes/<int:pk>/", ChangeScreen.as_view(), name="change"),
]
