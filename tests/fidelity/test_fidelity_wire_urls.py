"""Over eight hundred URLs go out of Newman and of pcc as the same bytes."""

import json
from pathlib import Path
from typing import Any

from fidelity.newman_driver import Newman, NewmanJob
from fidelity.recording import Recorded, record_requests
from fidelity.wire_runs import collection_of, comparable, replay
from fidelity.wire_urls import AUTHORITIES, object_urls, text_urls
from pcc.runner.transports.network import NetworkOptions

CASE = "X-Case"


def numbered(urls: list[Any], **settings: bool) -> dict[str, Any]:
    return collection_of(
        *(
            {
                "name": f"{index}",
                "request": {"method": "GET", "header": [{"key": CASE, "value": f"{index}"}], "url": url},
            }
            for index, url in enumerate(urls)
        ),
        protocolProfileBehavior=settings,
    )


def by_number(requests: list[Recorded]) -> dict[int, Any]:
    return {int(dict(request.headers)[CASE]): comparable(request) for request in requests}


def differences(
    newman: Newman, folder: Path, urls: list[Any], requests: list[Recorded], **settings: bool
) -> tuple[dict[int, Any], dict[int, Any]]:
    document = numbered(urls, **settings)
    file = folder / "collection.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    newman.records(NewmanJob(file), parallel=1)
    expected = by_number(requests)
    requests.clear()
    replay(document)
    return expected, by_number(requests)


def test_urls_go_out_alike(newman: Newman, tmp_path: Path) -> None:
    with record_requests({}) as recorder:
        urls = [*text_urls(recorder.base_url, 250), *object_urls(recorder.base_url, 150)]
        expected, found = differences(newman, tmp_path, urls, recorder.requests)
    assert len(urls) > 750
    assert len(expected) == len(urls)
    assert {index: (urls[index], found.get(index)) for index in expected if found.get(index) != expected[index]} == {}


def test_urls_whose_encoding_is_off_go_out_alike_or_not_at_all(newman: Newman, tmp_path: Path) -> None:
    with record_requests({}) as recorder:
        urls = list(text_urls(recorder.base_url, 100))
        expected, found = differences(newman, tmp_path, urls, recorder.requests, disableUrlEncoding=True)
    # What cannot stand in a request line (a space, what is not Latin-1), both refuse.
    assert 150 < len(expected) < len(urls)
    assert {index: (urls[index], found.get(index)) for index in expected if found.get(index) != expected[index]} == {}
    assert found.keys() == expected.keys()


def test_hosts_go_out_alike(newman: Newman, tmp_path: Path) -> None:
    with record_requests({}) as recorder:
        # A proxy sees every host, also those that are nowhere.
        proxies = {"HTTP_PROXY": recorder.base_url.replace("http://", "http://user:p%40ss@")}
        urls = [f"{scheme}{authority}/x?q#f" for authority in AUTHORITIES for scheme in ("http://", "")]
        document = numbered(urls)
        file = tmp_path / "collection.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        newman.records(NewmanJob(file, process=proxies), parallel=1)
        expected = by_number(recorder.take())
        replay(document, network=NetworkOptions(proxies=proxies))
        found = by_number(recorder.take())
    # No name server knows a name with an empty label.
    bad = ("a.test:x", "{{x}}", "a..test")
    refused = {index for index, url in enumerate(urls) if any(host in url for host in bad)}
    assert {index: (urls[index], found.get(index)) for index in found if found[index] != expected[index]} == {}
    assert expected.keys() - found.keys() == refused
    assert len(found) > 45
