from django.urls import path

from indicators.calculator.views.calculator import calculator, calculator_file, measure_list
from indicators.calculator.views.data_sets import (
    data_set_change,
    data_set_delete,
    data_set_detail,
    data_set_list,
    data_set_new,
    data_set_rename,
    data_set_restore,
)
from indicators.catalogue.views.dimensions import (
    dimension_delete,
    dimension_edit,
    dimension_new,
    dimension_table,
)
from indicators.catalogue.views.indicators import (
    indicator_delete,
    indicator_edit,
    indicator_new,
    indicator_table,
)
from indicators.importing.views.imports import (
    import_confirm,
    import_detail,
    import_drop,
    import_retry,
)
from indicators.importing.views.releases import (
    release_csv,
    release_delete,
    release_detail,
    release_edit,
    release_empty,
    release_import,
    release_json,
    release_list,
    release_new,
    release_publish,
    release_publish_cancel,
    release_restore,
    release_withdraw,
)
from indicators.profiles.views.indicators import (
    indicator_csv,
    indicator_detail,
    indicator_follow,
    indicator_json,
    indicator_list,
)

app_name = "indicators"
urlpatterns = [
    path("", indicator_list, name="indicator_list"),
    path("calculator/", calculator, name="calculator"),
    path("calculator/figures.csv", calculator_file, {"kind": "csv"}, name="calculator_csv"),
    path("calculator/figures.svg", calculator_file, {"kind": "svg"}, name="calculator_svg"),
    path("calculator/figures.pdf", calculator_file, {"kind": "pdf"}, name="calculator_pdf"),
    path("measures/", measure_list, name="measure_list"),
    path("my-data-sets/", data_set_list, name="data_set_list"),
    path("my-data-sets/new/", data_set_new, name="data_set_new"),
    path("my-data-sets/<key:pk>/", data_set_detail, name="data_set_detail"),
    path("my-data-sets/<key:pk>/change/", data_set_change, name="data_set_change"),
    path("my-data-sets/<key:pk>/rename/", data_set_rename, name="data_set_rename"),
    path("my-data-sets/<key:pk>/delete/", data_set_delete, name="data_set_delete"),
    path("my-data-sets/<key:pk>/restore/", data_set_restore, name="data_set_restore"),
    path("manage/", indicator_table, name="indicator_table"),
    path("new/", indicator_new, name="indicator_new"),
    path("dimensions/", dimension_table, name="dimension_table"),
    path("dimensions/new/", dimension_new, name="dimension_new"),
    path("dimensions/<slug:code>/edit/", dimension_edit, name="dimension_edit"),
    path("dimensions/<slug:code>/delete/", dimension_delete, name="dimension_delete"),
    path("releases/", release_list, name="release_list"),
    path("releases/new/", release_new, name="release_new"),
    path("releases/<key:pk>/", release_detail, name="release_detail"),
    path("releases/<key:pk>/figures.csv", release_csv, name="release_csv"),
    path("releases/<key:pk>/figures.json", release_json, name="release_json"),
    path("releases/<key:pk>/edit/", release_edit, name="release_edit"),
    path("releases/<key:pk>/import/", release_import, name="release_import"),
    path("releases/<key:pk>/publish/", release_publish, name="release_publish"),
    path(
        "releases/<key:pk>/publish/cancel/", release_publish_cancel, name="release_publish_cancel"
    ),
    path("releases/<key:pk>/withdraw/", release_withdraw, name="release_withdraw"),
    path("releases/<key:pk>/restore/", release_restore, name="release_restore"),
    path("releases/<key:pk>/empty/", release_empty, name="release_empty"),
    path("releases/<key:pk>/delete/", release_delete, name="release_delete"),
    path("imports/<key:pk>/", import_detail, name="import_detail"),
    path("imports/<key:pk>/confirm/", import_confirm, name="import_confirm"),
    path("imports/<key:pk>/drop/", import_drop, name="import_drop"),
    path("imports/<key:pk>/retry/", import_retry, name="import_retry"),
    path("<slug:code>/", indicator_detail, name="indicator_detail"),
    path("<slug:code>/edit/", indicator_edit, name="indicator_edit"),
    path("<slug:code>/delete/", indicator_delete, name="indicator_delete"),
    path("<slug:code>/follow/", indicator_follow, name="indicator_follow"),
    path("<slug:code>/figures.csv", indicator_csv, name="indicator_csv"),
    path("<slug:code>/figures.json", indicator_json, name="indicator_json"),
]
