"""What the library does for one person: topics, suggested records, the summary, the export."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.agenda import do_next_of
from library.catalogue.actions.featured import feature_record
from library.catalogue.states import RecordState
from library.digests import new_in_the_library
from library.finding.actions import save_search
from library.finding.suggested_records import suggest_records
from library.lists.actions import add_to_list, create_list
from library.sitemaps import RecordSitemap
from library.tasks import forget_closed_readers, forget_reader
from library.vocabularies.actions.interests import follow_topics
from library.vocabularies.models import TopicInterest
from library.vocabularies.names import CreatorName
from notifications.digest.sections import Reader

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def followed(user):
    return set(TopicInterest.objects.filter(user=user).values_list("topic__code", flat=True))


def test_a_reader_chooses_topics_to_follow_and_takes_them_back(client):
    user = UserFactory()
    client.force_login(user)
    topics = TopicFactory.create_batch(3)
    page = reverse("library:interests")

    client.post(page, {"topics": [topics[0].code, topics[1].code]})
    client.post(page, {"topics": [topics[1].code, topics[2].code]})

    assert followed(user) == {topics[1].code, topics[2].code}
    client.post(page, {})
    assert followed(user) == set()


@pytest.mark.parametrize("code", ["nothing", "\x00", "%", "'", "x" * 300])
def test_a_topic_that_is_none_is_refused(client, code):
    user = UserFactory()
    client.force_login(user)

    response = client.post(reverse("library:interests"), {"topics": [code]})

    assert response.context["form"].errors
    assert followed(user) == set()


def test_picks_give_their_reason_and_take_one_query(django_assert_num_queries):
    user = UserFactory()
    broad = TopicFactory(label="Homes")
    cold = TopicFactory(label="Cold homes", parent=broad)
    old = timezone.localdate() - 10 * DAY
    wanted = RecordFactory(topics=[cold], on=old)
    newest = RecordFactory()
    RecordFactory(topics=[cold], state=RecordState.WITHDRAWN)
    RecordFactory(topics=[cold], depositor=user)
    follow_topics(user=user, topics=[broad])

    with django_assert_num_queries(1):
        picks = suggest_records(user, limit=5)

    assert [(pick.record, pick.reason) for pick in picks] == [
        (wanted, "Because you follow Cold homes"),
        (newest, "Newly added"),
    ]


def test_picks_take_turns_between_topics():
    user = UserFactory()
    today = timezone.localdate()
    cold, food = TopicFactory(label="Cold homes"), TopicFactory(label="Food")
    newest, newer = (RecordFactory(topics=[cold], on=today - n * DAY) for n in (1, 2))
    on_food = RecordFactory(topics=[food], on=today - 20 * DAY)
    follow_topics(user=user, topics=[cold, food])

    picks = suggest_records(user, limit=3)

    assert [pick.record for pick in picks] == [newest, on_food, newer]


def test_the_summary_tells_what_is_new_on_my_topics():
    user = UserFactory()
    topic = TopicFactory()
    now = timezone.now()
    fresh = RecordFactory(title="Fresh", topics=[topic], year=2026)
    RecordFactory(title="Old", topics=[topic], on=timezone.localdate() - 20 * DAY)
    RecordFactory(title="Other")

    follow_topics(user=user, topics=[topic])

    lines = new_in_the_library([Reader(user, now - DAY, now + DAY)])[user.pk]
    assert [(line.title, line.address, line.about) for line in lines] == [
        ("Fresh", fresh.get_absolute_url(), "Report, 2026")
    ]


def test_editors_are_reminded_before_nothing_is_featured(django_assert_max_num_queries):
    now = timezone.now()
    editor, member = UserFactory(roles=[Role.EDITOR]), UserFactory()
    today = timezone.localdate()

    assert [item.why for item in do_next_of(editor, now=now)] == [
        "The public home has no featured record."
    ]
    feature_record(record=RecordFactory(), starts_on=today, ends_on=today + 2 * DAY, by=None)
    with django_assert_max_num_queries(6):
        assert len(do_next_of(editor, now=now)) == 1
    feature_record(record=RecordFactory(), starts_on=today, ends_on=today + 30 * DAY, by=None)
    assert (do_next_of(editor, now=now), do_next_of(member, now=now)) == ([], [])


def test_the_export_holds_what_the_library_keeps_about_a_person():
    user = UserFactory()
    topic = TopicFactory(code="homes")
    record = RecordFactory(
        title="Mine", depositor=user, creators=[CreatorName("A. Byron", user=user)]
    )
    follow_topics(user=user, topics=[topic])
    save_search(user=user, name="Cold", query="q=cold", rhythm="weekly", at=timezone.now())
    kept = create_list(user=user, name="Tuesday", about="", sharing="private", at=timezone.now())
    add_to_list(reading_list=kept, record=record, note="Why", at=timezone.now())

    part = personal_data_of(user)["library"].data

    address = record.get_absolute_url()
    filled = {name: kept for name, kept in part.items() if kept}
    assert filled == {
        "topics_followed": ["homes"],
        "searches_kept": [{"name": "Cold", "address": "/library/?q=cold", "rhythm": "weekly"}],
        "reading_lists": [
            {
                "name": "Tuesday",
                "about": "",
                "sharing": "private",
                "works": [{"address": address, "note": "Why"}],
            }
        ],
        "records_deposited": [{"title": "Mine", "address": address}],
        "records_created": [
            {"title": "Mine", "address": address, "named_as": "A. Byron", "role": "author"}
        ],
    }


def test_a_closed_account_follows_nothing_and_its_records_stay():
    user = UserFactory()
    record = RecordFactory(depositor=user)
    follow_topics(user=user, topics=[TopicFactory()])

    forget_reader(user_id=user.pk)

    record.refresh_from_db()
    assert (followed(user), record.depositor) == (set(), user)


def test_the_sitemap_lists_what_can_be_read():
    record = RecordFactory()
    RecordFactory(state=RecordState.WITHDRAWN)

    assert list(RecordSitemap().items()) == [record]
    assert RecordSitemap().lastmod(record) == record.changed_at


def test_the_sweep_forgets_readers_who_left_while_nobody_listened():
    gone, reader = UserFactory(closed_at=timezone.now(), is_active=False), UserFactory()
    topic = TopicFactory()
    for user in (gone, reader):
        follow_topics(user=user, topics=[topic])

    forget_closed_readers()

    assert (followed(gone), followed(reader)) == (set(), {topic.code})
