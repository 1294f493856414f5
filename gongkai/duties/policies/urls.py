"""Public addresses of duty 1 that Django answers itself."""

from django.urls import path

from gongkai.duties.policies.views.public import find

app_name = "policies"
urlpatterns = [path("policies/find/", find, name="find")]
