"""Addresses of 校对, 审校进度 and 审校参数, below those of the gate."""

from django.urls import path

from gongkai.clearance.views import progress, proofreading

progress_urls = [
    path("progress/", progress.progress, name="progress"),
    path("progress/people/", progress.people, name="progress_people"),
    path("progress/pace/", progress.pace, name="progress_pace"),
    path("slips/<int:pk>/proofread/", proofreading.proofread, name="proofread"),
    path("slips/<int:pk>/remind/", progress.remind, name="remind"),
    path("parameters/", proofreading.parameters, name="parameters"),
    path("parameters/<str:code>/", proofreading.parameter_edit, name="parameter_edit"),
]
