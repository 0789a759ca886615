"""What wrk is asked, and how what it tells is read."""

import pytest

from tests.support.speed.wrk import Asked, build_command, build_script, read_output

SAID = """Running 2s test @ http://localhost:1/
  1 threads and 16 connections
  Non-2xx or 3xx responses: 3
MEASURED {"requests":4000,"bytes":8000000,"microseconds":2000000,"errors":3,"p50":7400,"p95":9100,"p99":12050}
"""


def test_answers_a_second_milliseconds_and_errors_are_read():
    found = read_output(SAID)
    assert (found.rate, found.p50, found.p95, found.p99) == (2000, 7.4, 9.1, 12.05)
    assert (found.errors, found.bytes_each) == (3, 2000)


def test_a_run_without_a_result_is_told_with_its_words():
    with pytest.raises(ValueError, match="unable to connect"):
        read_output("unable to connect to localhost:1 Connection refused")


def test_a_run_in_which_nothing_was_answered_has_no_rate():
    empty = 'MEASURED {"requests":0,"bytes":0,"microseconds":2000000,"errors":16,"p50":0,"p95":0,"p99":0}'
    assert read_output(empty).rate == 0


def test_one_address_is_asked_without_a_script_for_each_request():
    asked = [Asked("/guides/", (("Accept-Encoding", "br"),))]
    assert "request" not in build_script(asked).replace("requests", "")
    command = build_command("http://localhost:1", asked, script="done.lua", connections=16, seconds=2)
    assert command[-3:] == ["-H", "Accept-Encoding: br", "http://localhost:1/guides/"]


def test_several_addresses_are_asked_in_turns_each_with_its_own_headers():
    asked = [Asked("/a/", (("If-None-Match", 'W/"1"'),)), Asked("/b/")]
    script = build_script(asked, milliseconds=20)
    assert r'{"/a/", {["If-None-Match"]="W/\"1\""}}, {"/b/", {}}' in script
    assert "delay = function() return 20 end" in script
    command = build_command("http://localhost:1", asked, script="mixed.lua", connections=16, seconds=2)
    assert command[-1] == "http://localhost:1/"
    assert "-H" not in command
