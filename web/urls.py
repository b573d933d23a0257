"""The addresses of the pages."""

from django.urls import path

from web.views import auth, overview

app_name = "web"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("projects/", overview.overview, name="projects"),
    path("login/", auth.Login.as_view(), name="login"),
    path("logout/", auth.Logout.as_view(), name="logout"),
    path("password/", auth.ChangePassword.as_view(), name="password"),
    path("language/", auth.language, name="language"),
]
