"""Walk from two empty machines to a site of two hosts, by the commands of docs/operating.md, and see that they are one.

usage: python bench/prove_two_hosts.py [--install]      (make prove-two-hosts)

Each machine is a folder with the code in it and an address of its own (127.0.0.11 and 127.0.0.12). The commands of the
section “Two hosts, step by step” are copied from there; only what it says to replace is replaced. Units of systemd are
run as they stand, without systemd. Then: pages, API, pictures and bundles are the same from both; a log-in holds on
both; a host is killed, and readers notice nothing; what is published on one is shown by the other; the database goes.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.support import ROOT
from tests.support.cluster import running
from tests.support.nginx import behind_nginx
from tests.support.reading import Answer, Reader, read
from tests.support.serving import free_port

SECTION = "## Two hosts, step by step"
GUIDE = "/api/v1/guides/mesotherapy-for-hair/"
#: Nothing of ours, as in an account that was just made.
CLEAN = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
PUBLISH = """
import time
from content.model.guides.models import GuidePage
from tests.support import signing
page = GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en")
page.title = {title!r}
signing.publish(page)
print(time.time())
"""


def read_blocks() -> list[str]:
    """The fenced blocks of the section, in order."""
    section = (ROOT / "docs/operating.md").read_text().split(SECTION)[1].split("\n## ")[0]
    return re.findall(r"```\w+\n(.*?)```", section, re.S)


@dataclass
class Host:
    folder: Path
    address: str
    #: The name by which readers ask, as `Host` has it.
    name: str
    #: What the docs say to replace -> by what.
    replaced: dict[str, str]
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    def ask(self, path: str) -> Answer:
        """As nginx would."""
        return read(f"http://{self.address}{path}", host=self.name)

    def fill(self, block: str) -> str:
        for name, value in self.replaced.items():
            block = block.replace(name, value)
        return block

    def run(self, block: str) -> str:
        """A block of commands, each of which has to succeed: what it says."""
        script = f"set -e\n{self.fill(block)}"
        done = subprocess.run(["bash", "-c", script], cwd=self.code, env=CLEAN, capture_output=True, text=True)
        check(f"{self.address}: {block.strip().splitlines()[-1][:70]}", done.returncode == 0, done.stdout + done.stderr)
        return done.stdout

    @property
    def code(self) -> Path:
        return self.folder / "code"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def start(self, name: str, unit: str, **changed: str) -> subprocess.Popen:
        """As systemd would."""
        said = dict(re.findall(r"^(\w+)=(.*)$", self.fill(unit), re.M))
        lines = Path(said["EnvironmentFile"]).read_text().splitlines()
        environment = {**CLEAN, **dict(line.split("=", 1) for line in lines), **changed}
        with self.log.open("a") as log:
            command = shlex.split(said["ExecStart"])
            place = said["WorkingDirectory"]
            self.running[name] = subprocess.Popen(command, cwd=place, env=environment, stdout=log, stderr=log)
        return self.running[name]

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(timeout=30)


def check(what: str, holds: bool, detail: Any = "") -> None:
    print(f"{'ok    ' if holds else 'WRONG '} {what}", flush=True)
    if not holds:
        raise SystemExit(f"{what}\n{detail}")


def wait_for(what: str, holds: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not (done := holds()) and time.monotonic() < until:
        time.sleep(0.1)
    check(what, done)


@contextmanager
def two_hosts(folder: Path, database: str, front: int, *, install: bool) -> Iterator[list[Host]]:
    port, hosts = free_port(), []
    for number in (1, 2):
        place = folder / f"host{number}"
        copy_code(place / "code")
        if not install:
            (place / "code/.venv").symlink_to(Path(sys.prefix))
        replaced = {
            "/srv/guides-data": f"{folder}/shared",
            "/srv/guides": f"{place}/code",
            "/etc/guides.env": f"{place}/guides.env",
            "10.0.0.20/guides": database,
            "https://guides.example": f"http://localhost:{front}",
            "10.0.0.11": f"127.0.0.1{number}",
            "--port 8000": f"--port {port}",
            ":8000": f":{port}",
            "10.0.0.12": "127.0.0.12",
        }
        hosts.append(Host(place, f"127.0.0.1{number}:{port}", f"localhost:{front}", replaced))
    try:
        yield hosts
    finally:
        for host in hosts:
            host.stop()


def copy_code(folder: Path) -> None:
    folder.mkdir(parents=True)
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    copy = ["xargs", "-0", "cp", "-P", "--parents", "-t", str(folder)]
    subprocess.run(copy, cwd=ROOT, input=names, check=True)


def set_up(hosts: list[Host], admin: str) -> tuple[str, str]:
    """Everything before nginx: what `setup` said, and the servers that nginx asks."""
    code, sql, variables, setup, samples, server, worker, upstream = read_blocks()
    first, second = hosts
    for host in hosts:
        host.run(code)
    with psycopg.connect(admin, autocommit=True) as connection:
        for statement in sql.split(";"):
            if statement.strip():
                connection.execute(statement.encode())
    first.run(variables)
    shutil.copy(first.folder / "guides.env", second.folder / "guides.env")
    said = first.run(setup)
    # As if typed after it, in the same shell.
    first.run("\n".join([*setup.splitlines()[:2], samples]))
    for host in hosts:
        host.start("server", server)
    first.start("worker", worker)
    for host in hosts:
        wait_for(f"{host.address} is healthy, asked by its address", lambda host=host: is_up(host.address))
    return said, first.fill(upstream)


def is_up(address: str) -> bool:
    return read(f"http://{address}/healthz/").status == 200


def compare(hosts: list[Host], front: int) -> None:
    guide = json.loads(read(f"http://localhost:{front}{GUIDE}").body)
    pictures = [size["url"] for source in guide["hero"]["sources"] for size in source["srcset"]][:3]
    bundle = "/api/v1/bundles/en/"
    wait_for("a bundle is built", lambda: read(f"http://localhost:{front}{bundle}").status == 200)
    wait_for("everything works", lambda: read(f"http://{hosts[1].address}/readyz/").status == 200)
    lists = ["/", "/guides/mesotherapy-for-hair/", "/api/v1/guides/", "/api/v1/sync/", "/api/v1/bundles/"]
    for path in [*lists, GUIDE, *pictures, bundle]:
        answers = [*(host.ask(path) for host in hosts), read(f"http://localhost:{front}{path}")]
        same = {(answer.status, answer.tag, answer.body) for answer in answers}
        check(f"the same from both hosts and nginx: {path}", len(same) == 1 and answers[0].status == 200, same)


def log_in(said: str, hosts: list[Host], front: int) -> None:
    """By the link that setup has shown, at one host; then asked at the other."""
    link = re.search(r"http://\S+", said)
    check("setup has shown a link that sets the password", link is not None, said)
    assert link
    reader = Reader(f"localhost:{front}")
    page = reader.get(link[0])
    typed = {"new_password1": "a-long-password-9", "new_password2": "a-long-password-9"}
    check("the link sets the password", "Your password is set" in reader.post(page, **typed).text)
    page = reader.get(f"http://localhost:{front}/admin/login/")
    reader.post(page, username="asha", password="a-long-password-9")
    for host in hosts:
        seen = reader.get(f"http://{host.address}/admin/system/")
        check(f"the administrator is logged in at {host.address}", "Everything works" in seen.text, seen.text[:500])


def refuse_a_stranger(host: Host) -> None:
    """A third process, with another key."""
    unit = read_blocks()[5].replace("--port 8000", f"--port {free_port()}")
    stranger = host.start("stranger", unit, BUNDLE_KEY="another-key-of-a-third-host" * 3)
    status, said = stranger.wait(timeout=60), host.log.read_text()
    check("a host with another key is refused", status == 1 and "BUNDLE_KEY is not that of the other" in said, said)


def kill_one(hosts: list[Host], front: int) -> None:
    victim = hosts[1]
    victim.running["server"].send_signal(signal.SIGKILL)
    victim.running["server"].wait()
    paths = ("/healthz/", GUIDE, "/")
    wrong = [path for _time in range(20) for path in paths if read(f"http://localhost:{front}{path}").status != 200]
    check("60 readers notice nothing while a host is killed", wrong == [], wrong)
    wait_for("nothing of the killed host serves on", lambda: not is_up(victim.address), 15)
    victim.start("server", read_blocks()[5])
    wait_for("it is started again", lambda: is_up(victim.address))


def publish(hosts: list[Host], most: float) -> None:
    """On the first host; how much later the other one shows it."""
    title = f"Mesotherapy {time.time():.0f}"
    setup = read_blocks()[3].splitlines()[:2]
    command = f".venv/bin/python manage.py shell -v0 -c {shlex.quote(PUBLISH.format(title=title))}"
    script = hosts[0].fill("\n".join([*setup, command]))
    publishing = subprocess.Popen(["bash", "-c", script], env=CLEAN, stdout=subprocess.PIPE, text=True)
    until, seen = time.time() + 120, 0.0
    while not seen and time.time() < until:
        seen = time.time() if title.encode() in hosts[1].ask(GUIDE).body else 0.0
        time.sleep(0.01)
    late = seen - float(publishing.communicate()[0].split()[-1])
    check(f"the other host shows a publication {max(late, 0):.2f} s after its commit", seen > 0 and late < most)


def lose_the_database(hosts: list[Host], cluster: ExitStack) -> None:
    before = [len(host.log.read_text().splitlines()) for host in hosts]
    cluster.close()
    time.sleep(1)
    answers = [host.ask(GUIDE) for host in hosts for _time in range(200)]
    check("without the database: 503", {answer.status for answer in answers} == {503}, answers[0])
    check("as a problem, with Retry-After", answers[0].kind == "application/problem+json" and answers[0].again != "")
    lines = [len(host.log.read_text().splitlines()) - n for host, n in zip(hosts, before, strict=True)]
    # One from each process: two servers on each host, and the worker.
    check(f"400 requests and a worker have logged {lines} lines", max(lines) <= 4, hosts[0].log.read_text()[-3000:])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="Install the lock file on both hosts.")
    parser.add_argument("--most", type=float, default=1.0, help="Seconds after which a publication may be shown.")
    options = parser.parse_args()
    nginx, front = shutil.which("nginx"), free_port()
    check("nginx is here", nginx is not None, "Install it (Debian: apt install nginx).")
    assert nginx
    with ExitStack() as stack, ExitStack() as cluster:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="guides-hosts-")))
        place = Path(cluster.enter_context(tempfile.TemporaryDirectory(prefix="guides-cluster-")))
        place.chmod(0o755)
        admin = cluster.enter_context(running(place))("postgres")
        socket = admin.partition("host=")[2]
        hosts = stack.enter_context(two_hosts(folder, f"/guides?host={socket}", front, install=options.install))
        said, upstream = set_up(hosts, admin)
        port = int(hosts[0].address.partition(":")[2])
        stack.enter_context(behind_nginx(port, nginx, upstream=upstream, front=front))
        compare(hosts, front)
        log_in(said, hosts, front)
        refuse_a_stranger(hosts[1])
        kill_one(hosts, front)
        publish(hosts, options.most)
        lose_the_database(hosts, cluster)
    print("Two hosts, one worker, PostgreSQL and nginx: one site.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
