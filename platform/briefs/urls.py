from django.urls import path

from briefs.views.depositing import brief_to_library
from briefs.views.parts import (
    figure_new,
    part_edit,
    part_move,
    part_remove,
    part_renew,
    parts_choose,
    text_new,
)
from briefs.views.publishing import brief_offer, brief_publish, brief_take_back, brief_withdraw
from briefs.views.reading import brief_detail, brief_list, edition_detail, edition_pdf
from briefs.views.writing import (
    brief_draft,
    brief_edit,
    brief_new,
    brief_preview,
    draft_delete,
    draft_pdf,
    own_briefs,
    version_new,
)

app_name = "briefs"
urlpatterns = [
    path("", brief_list, name="brief_list"),
    path("mine/", own_briefs, name="own_briefs"),
    path("new/", brief_new, name="brief_new"),
    path("<key:pk>/", brief_detail, name="brief_detail"),
    path("<key:pk>/v<key:number>/", edition_detail, name="edition_detail"),
    path("<key:pk>/v<key:number>.pdf", edition_pdf, name="edition_pdf"),
    path("<key:pk>/draft/", brief_draft, name="brief_draft"),
    path("<key:pk>/draft/preview/", brief_preview, name="brief_preview"),
    path("<key:pk>/draft.pdf", draft_pdf, name="draft_pdf"),
    path("<key:pk>/draft/words/", brief_edit, name="brief_edit"),
    path("<key:pk>/draft/choose/", parts_choose, name="parts_choose"),
    path("<key:pk>/draft/text/", text_new, name="text_new"),
    path("<key:pk>/draft/figures/<slug:code>/", figure_new, name="figure_new"),
    path("<key:pk>/draft/parts/<key:part_pk>/", part_edit, name="part_edit"),
    path("<key:pk>/draft/parts/<key:part_pk>/move/", part_move, name="part_move"),
    path("<key:pk>/draft/parts/<key:part_pk>/remove/", part_remove, name="part_remove"),
    path("<key:pk>/draft/parts/<key:part_pk>/renew/", part_renew, name="part_renew"),
    path("<key:pk>/draft/delete/", draft_delete, name="draft_delete"),
    path("<key:pk>/offer/", brief_offer, name="brief_offer"),
    path("<key:pk>/take-back/", brief_take_back, name="brief_take_back"),
    path("<key:pk>/publish/", brief_publish, name="brief_publish"),
    path("<key:pk>/library/", brief_to_library, name="brief_to_library"),
    path("<key:pk>/withdraw/", brief_withdraw, name="brief_withdraw"),
    path("<key:pk>/versions/new/", version_new, name="version_new"),
]
