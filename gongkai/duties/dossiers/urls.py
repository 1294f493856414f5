"""The address at which the department's OA hands over; not of the staff side, and shut on the Internet node."""

from django.urls import path

from gongkai.duties.dossiers.views.oa import deliveries

app_name = "oa"
urlpatterns = [path("deliveries/", deliveries, name="deliveries")]
