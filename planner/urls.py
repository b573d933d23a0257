"""Every address of the system: the pages, the API, the admin and the two probes."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from planner import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("api/", include("api.urls")),
    path("admin/", admin.site.urls),
    path("", include("web.urls")),
]
