from django.urls import path

from newsletters.views.archive import issue_detail, issue_feed, issue_list
from newsletters.views.composing import (
    issue_choose,
    issue_delete,
    issue_edit,
    issue_new,
    item_edit,
    item_move,
    item_new,
    item_remove,
)
from newsletters.views.desk import desk, issue_desk, issue_mail, issue_mail_html
from newsletters.views.sending import (
    issue_resume,
    issue_send,
    issue_stop,
    issue_test,
    issue_withdraw,
)
from newsletters.views.subscribers import (
    subscriber_delete,
    subscriber_figures,
    subscriber_suppress,
)
from newsletters.views.subscribing import (
    choices,
    confirm_page,
    own_end,
    own_subscription,
    subscribe,
    subscribe_done,
    unsubscribe_page,
)

app_name = "newsletters"
urlpatterns = [
    path("", issue_list, name="issue_list"),
    path("feed.atom", issue_feed, name="issue_feed"),
    path("subscribe/", subscribe, name="subscribe"),
    path("subscribe/done/", subscribe_done, name="subscribe_done"),
    path("confirm/<str:token>/", confirm_page, name="confirm"),
    path("choices/<str:token>/", choices, name="choices"),
    path("unsubscribe/<str:token>/", unsubscribe_page, name="unsubscribe"),
    path("mine/", own_subscription, name="own_subscription"),
    path("mine/end/", own_end, name="own_end"),
    path("desk/", desk, name="desk"),
    path("desk/new/", issue_new, name="issue_new"),
    path("desk/subscribers/", subscriber_figures, name="subscriber_figures"),
    path("desk/subscribers/<key:pk>/stop/", subscriber_suppress, name="subscriber_suppress"),
    path("desk/subscribers/<key:pk>/delete/", subscriber_delete, name="subscriber_delete"),
    path("desk/<key:pk>/", issue_desk, name="issue_desk"),
    path("desk/<key:pk>/edit/", issue_edit, name="issue_edit"),
    path("desk/<key:pk>/delete/", issue_delete, name="issue_delete"),
    path("desk/<key:pk>/choose/", issue_choose, name="issue_choose"),
    path("desk/<key:pk>/items/new/", item_new, name="item_new"),
    path("desk/<key:pk>/items/<key:item_pk>/", item_edit, name="item_edit"),
    path("desk/<key:pk>/items/<key:item_pk>/move/", item_move, name="item_move"),
    path("desk/<key:pk>/items/<key:item_pk>/remove/", item_remove, name="item_remove"),
    path("desk/<key:pk>/mail/", issue_mail, name="issue_mail"),
    path("desk/<key:pk>/mail.html", issue_mail_html, name="issue_mail_html"),
    path("desk/<key:pk>/test/", issue_test, name="issue_test"),
    path("desk/<key:pk>/send/", issue_send, name="issue_send"),
    path("desk/<key:pk>/stop/", issue_stop, name="issue_stop"),
    path("desk/<key:pk>/resume/", issue_resume, name="issue_resume"),
    path("desk/<key:pk>/withdraw/", issue_withdraw, name="issue_withdraw"),
    path("<key:pk>/", issue_detail, name="issue_detail"),
]
