"""When the jobs run that nobody starts: the task of each, and its time in the site's zone or seconds between."""

from typing import Any

from celery.schedules import crontab

# Each promise that hangs on an announcement has a sweep that finds what is missing.
SCHEDULE: dict[str, dict[str, Any]] = {
    "tick": {"task": "core.tasks.tick", "schedule": 60.0},
    "make missing sizes of covers": {
        "task": "core.tasks.make_missing_sizes_of_covers",
        "schedule": crontab(minute="35"),
    },
    "send waiting mail": {"task": "notifications.tasks.send_waiting_mail", "schedule": 60.0},
    "ask for outcomes of plans": {
        "task": "courses.tasks.ask_for_outcomes",
        "schedule": crontab(hour="7", minute="10"),
    },
    "mend progress of learners": {
        "task": "courses.tasks.mend_progress",
        "schedule": crontab(hour="4", minute="15"),
    },
    "give reviewed work to facilitators": {
        "task": "courses.tasks.pass_on_reviewed_work",
        "schedule": crontab(minute="40"),
    },
    "complete programmes of courses": {
        "task": "courses.tasks.complete_programmes",
        "schedule": crontab(hour="4", minute="40"),
    },
    "erase old books of courses": {
        "task": "courses.tasks.erase_old_books",
        "schedule": crontab(hour="4", minute="50"),
    },
    "store the words of courses": {
        "task": "courses.tasks.store_words_of_all",
        "schedule": crontab(hour="4", minute="45"),
    },
    "forget documents that no course took": {
        "task": "courses.tasks.forget_lesson_imports",
        "schedule": crontab(hour="4", minute="20"),
    },
    "erase images and files that no course shows": {
        "task": "courses.tasks.erase_unused_media",
        "schedule": crontab(hour="4", minute="25"),
    },
    "remind of advice that closes": {
        "task": "advice.tasks.send_closing_reminders",
        "schedule": crontab(minute="20"),
    },
    "leave advice of closed accounts": {
        "task": "advice.tasks.leave_advice_of_closed_accounts",
        "schedule": crontab(hour="4", minute="5"),
    },
    "forget texts of confidential advice": {
        "task": "advice.tasks.forget_words_of_absent",
        "schedule": crontab(hour="4", minute="8"),
    },
    "send digests": {"task": "notifications.tasks.queue_digests", "schedule": crontab(minute="5")},
    "forget unsent texts": {
        "task": "unsent.tasks.forget_unsent_texts",
        "schedule": crontab(hour="2", minute="35"),
    },
    "forget old mails": {
        "task": "notifications.tasks.forget_mails",
        "schedule": crontab(hour="3", minute="25"),
    },
    "remind of sessions": {"task": "mentoring.tasks.remind_of_sessions", "schedule": 600.0},
    "cancel sessions of suspended people": {
        "task": "mentoring.tasks.cancel_sessions_of_suspended_people",
        "schedule": 600.0,
    },
    "go on sending the newsletter": {
        "task": "newsletters.tasks.send_waiting_copies",
        "schedule": 60.0,
    },
    "forget subscribers of the newsletter": {
        "task": "newsletters.tasks.forget_subscribers",
        "schedule": crontab(hour="3", minute="35"),
    },
    "end newsletters of closed accounts": {
        "task": "newsletters.tasks.end_subscriptions_of_closed_accounts",
        "schedule": crontab(hour="3", minute="45"),
    },
    "delete private briefs of closed accounts": {
        "task": "briefs.tasks.delete_briefs_of_closed_accounts",
        "schedule": crontab(hour="3", minute="50"),
    },
    "remind of events": {"task": "events.tasks.remind_of_events", "schedule": 300.0},
    "pass on places at events": {"task": "events.tasks.pass_on_places", "schedule": 300.0},
    "forget who registered for events": {
        "task": "events.tasks.forget_registrations",
        "schedule": crontab(hour="3", minute="15"),
    },
    "leave events of closed accounts": {
        "task": "events.tasks.leave_events_of_closed_accounts",
        "schedule": crontab(hour="3", minute="20"),
    },
    "expire mentoring requests": {
        "task": "mentoring.tasks.expire_requests",
        "schedule": crontab(minute="20"),
    },
    "look again for mentors": {
        "task": "mentoring.tasks.look_again_for_mentors",
        "schedule": 600.0,
    },
    "ask for feedback on mentorings": {
        "task": "mentoring.tasks.ask_for_feedback",
        "schedule": crontab(hour="7", minute="40"),
    },
    "end requests that nobody can answer": {
        "task": "mentoring.tasks.end_unanswerable_requests",
        "schedule": 600.0,
    },
    "remind reviewers and authors": {
        "task": "submissions.tasks.send_reminders",
        "schedule": crontab(hour="6", minute="10"),
    },
    "forget expired sessions": {
        "task": "accounts.tasks.forget_expired",
        "schedule": crontab(hour="2", minute="0"),
    },
    "close accounts after their time to think again": {
        "task": "accounts.tasks.close_due_accounts",
        "schedule": crontab(minute="50"),
    },
    "forget sign-ups that nobody confirmed": {
        "task": "accounts.tasks.forget_unconfirmed_accounts",
        "schedule": crontab(hour="2", minute="15"),
    },
    "forget old invitations": {
        "task": "networks.tasks.forget_invitations",
        "schedule": crontab(hour="2", minute="50"),
    },
    "forget old invitations to cohorts": {
        "task": "courses.tasks.forget_cohort_invitations",
        "schedule": crontab(hour="2", minute="52"),
    },
    "forget files removed from posts": {
        "task": "networks.tasks.forget_files",
        "schedule": crontab(hour="2", minute="55"),
    },
    "empty inboxes of closed accounts": {
        "task": "notifications.tasks.empty_inboxes_of_closed_accounts",
        "schedule": crontab(hour="2", minute="40"),
    },
    "make a backup": {"task": "core.tasks.back_up", "schedule": crontab(hour="3", minute="30")},
    "delete tokens of closed accounts": {
        "task": "api.tasks.delete_tokens_of_closed_accounts",
        "schedule": crontab(hour="2", minute="45"),
    },
    "read word documents": {"task": "courses.tasks.read_word_documents", "schedule": 5.0},
    "work on imports": {"task": "library.tasks.work_on_imports", "schedule": 5.0},
    "work on figures": {"task": "indicators.tasks.work_on_figures", "schedule": 5.0},
    "publish figures": {"task": "indicators.tasks.publish_figures", "schedule": 5.0},
    "tell of recent releases": {
        "task": "indicators.tasks.tell_of_recent_releases",
        "schedule": crontab(hour="6", minute="50"),
    },
    "forget followers who left": {
        "task": "indicators.tasks.forget_followers_who_left",
        "schedule": crontab(hour="3", minute="50"),
    },
    "forget data sets of closed accounts": {
        "task": "indicators.tasks.forget_data_sets_of_closed_accounts",
        "schedule": crontab(hour="3", minute="55"),
    },
    "erase deleted data sets": {
        "task": "indicators.tasks.erase_deleted_data_sets",
        "schedule": crontab(hour="3", minute="56"),
    },
    "draw first pages": {"task": "library.tasks.draw_first_pages", "schedule": 30.0},
    "read documents": {"task": "library.tasks.read_files", "schedule": 10.0},
    "check addresses of works": {"task": "library.tasks.check_links", "schedule": 60.0},
    "watch addresses of works": {
        "task": "library.tasks.watch_links",
        "schedule": crontab(hour="1", minute="15"),
    },
    "open documents after their embargo": {
        "task": "library.tasks.open_files_after_embargo",
        "schedule": crontab(hour="0", minute="3"),
    },
    "tell of new records for kept searches": {
        "task": "library.tasks.tell_of_new_records",
        "schedule": crontab(hour="5", minute="40"),
    },
    "remind of updates of commitments": {
        "task": "library.tasks.remind_of_commitments",
        "schedule": crontab(hour="6", minute="20"),
    },
    "forget old searches without a result": {
        "task": "library.tasks.forget_gaps",
        "schedule": crontab(hour="3", minute="5"),
    },
    "withdraw outdated judgements": {
        "task": "library.tasks.withdraw_outdated_judgements",
        "schedule": crontab(hour="4", minute="50"),
    },
    "propose evidence gaps": {
        "task": "library.tasks.propose_evidence_gaps",
        "schedule": crontab(hour="4", minute="55"),
    },
    "forget who used records": {
        "task": "library.tasks.forget_users_of_records",
        "schedule": crontab(hour="0", minute="1"),
    },
    "forget readers of closed accounts": {
        "task": "library.tasks.forget_closed_readers",
        "schedule": crontab(hour="2", minute="55"),
    },
    "leave courses of closed accounts": {
        "task": "courses.tasks.leave_courses_of_closed_accounts",
        "schedule": crontab(hour="3", minute="10"),
    },
    "leave submissions of closed accounts": {
        "task": "submissions.tasks.leave_submissions_of_closed_accounts",
        "schedule": crontab(hour="3", minute="50"),
    },
    "erase notes of ended mentorings": {
        "task": "mentoring.tasks.forget_notes",
        "schedule": crontab(hour="4", minute="0"),
    },
    "end calendar addresses of closed accounts": {
        "task": "calendars.tasks.end_feeds_of_closed_accounts",
        "schedule": crontab(hour="3", minute="50"),
    },
    "leave mentoring of closed accounts": {
        "task": "mentoring.tasks.leave_mentoring_of_closed_accounts",
        "schedule": crontab(hour="3", minute="40"),
    },
    "announce missing records": {
        "task": "networks.tasks.sweep_records",
        "schedule": crontab(hour="2", minute="10"),
    },
    "let groups of cohorts follow their people": {
        "task": "networks.tasks.sweep_cohort_groups",
        "schedule": crontab(hour="2", minute="27"),
    },
    "leave networks of closed accounts": {
        "task": "networks.tasks.sweep_closed_accounts",
        "schedule": crontab(hour="2", minute="25"),
    },
}
