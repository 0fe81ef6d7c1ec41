"""Addresses of the list of deployments, of the forms that update one, many and a trust, of saved views and the search."""

from django.urls import path

from tracker.networks.views import bulk, deployment_list, deployments, grid, saved, search, trusts

urlpatterns = [
    path("deployments/", deployment_list.deployment_list, name="deployments"),
    path("deployments/bulk/", deployment_list.bulk, name="deployments-bulk"),
    path("bulk/", bulk.summary, name="bulk-summary"),
    path("networks/<slug:slug>/plan/", grid.plan_grid, name="plan-grid"),
    path("deployments/<int:deployment_id>/milestones/<slug:type>/", deployments.edit_milestone, name="edit-milestone"),
    path("deployments/<int:deployment_id>/state/", deployments.edit_state, name="edit-state"),
    path("deployments/<int:deployment_id>/blockers/", deployments.edit_blockers, name="edit-blockers"),
    path("deployments/<int:deployment_id>/confidence/", deployments.edit_rag, name="edit-rag"),
    path("deployments/<int:deployment_id>/confirm/", deployments.confirm, name="confirm-update"),
    path("search/", search.search, name="search"),
    path("views/", saved.saved_views, name="saved-views"),
    path("views/save/<slug:list_name>/", saved.save, name="save-view"),
    path("views/<int:view_id>/", saved.change, name="change-view"),
    path("views/<int:view_id>/delete/", saved.remove, name="remove-view"),
    path("trusts/<str:ods_code>/people/", trusts.edit_capacity, name="edit-capacity"),
]
