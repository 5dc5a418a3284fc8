from django.urls import path

from accounts.views import account, blocks, organisations, people, profile, suspending

app_name = "accounts"
urlpatterns = [
    path("settings/", account.settings, name="settings"),
    path("profile/", profile.profile_edit, name="profile_edit"),
    path("photos/<key:pk>/", profile.photo, name="photo"),
    path("my-data/", account.data_export, name="data_export"),
    path("close/", account.close_account, name="close_account"),
    path("leaving/", account.leaving, name="leaving"),
    path("blocked/", blocks.block_list, name="block_list"),
    path("blocked/<key:pk>/", blocks.block_new, name="block_new"),
    path("blocked/<key:pk>/end/", blocks.block_end, name="block_end"),
    path("resume/", account.resume, name="resume"),
    path("people/", people.people, name="people"),
    path("people/give-role/", people.people_grant, name="people_grant"),
    path("people/<key:pk>/", people.person_roles, name="person_roles"),
    path("people/<key:pk>/suspend/", suspending.account_suspend, name="account_suspend"),
    path("people/<key:pk>/lift/", suspending.suspension_lift, name="suspension_lift"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/new/", organisations.organisation_new, name="organisation_new"),
    path("organisations/<key:pk>/", organisations.organisation_edit, name="organisation_edit"),
]
