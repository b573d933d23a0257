"""The addresses of the pages."""

from django.urls import path, re_path

from web.views import auth, milestones, overview, plans, projects

ENDING = r"export\.(?P<ending>xlsx|csv)"

app_name = "web"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("projects/", projects.projects, name="projects"),
    re_path(rf"^projects/{ENDING}$", projects.export, name="projects_export"),
    path("projects/<int:project_id>/beside/", projects.beside, name="project_beside"),
    path("projects/<int:project_id>/", projects.beside, name="project"),
    path("milestones/", milestones.milestones, name="milestones"),
    re_path(rf"^milestones/{ENDING}$", milestones.export, name="milestones_export"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:plan_id>/", plans.plan, name="plan"),
    path("commitments/", plans.commitments, name="commitments"),
    path("login/", auth.Login.as_view(), name="login"),
    path("logout/", auth.Logout.as_view(), name="logout"),
    path("password/", auth.ChangePassword.as_view(), name="password"),
    path("language/", auth.language, name="language"),
]
