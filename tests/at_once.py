"""What happens at the same moment: each act in a thread and with a connection of its own."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.test import Client

from accounts.models import User


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all functions at once and return what each returned or raised."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[place] = act()
        except Exception as error:  # noqa: BLE001  (handed to the test, which compares it)
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def clicks(who: User, address: str, data: Mapping[str, Any], *, times: int = 3) -> list[Any]:
    """Send the same form several times at once, and return the addresses or statuses of the answers."""
    clients = [Client() for _click in range(times)]
    for client in clients:
        client.force_login(who)

    def click(client: Client) -> Any:
        answer = client.post(address, data)
        return getattr(answer, "url", answer.status_code)

    return at_once(*(lambda client=client: click(client) for client in clients))  # type: ignore[misc]
