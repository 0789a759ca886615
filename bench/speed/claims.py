"""What was wanted of `make bench` and `make bench-scale`, and the names of the figures by which it is judged."""

from tests.support.speed.verdicts import Bound, Claim

LEAST, MOST = Bound.AT_LEAST, Bound.AT_MOST

HOT = [
    Claim("Guide from memory, beside the bare server", "hot guide", LEAST, 0.7, "bare guide"),
    Claim("Guide from memory, beside nginx static", "hot guide", LEAST, 0.22, "nginx static"),
    Claim("Guide from memory, beside stock Wagtail v2 on SQLite", "hot guide", LEAST, 150, "v2 sqlite detail"),
    Claim("Guide from memory, beside stock Wagtail v2 on PostgreSQL", "hot guide", LEAST, 300, "v2 postgresql detail"),
    Claim("Guide from memory, beside Wagtail v2 in a page cache", "hot guide", LEAST, 7, "v2 cached sqlite detail"),
    Claim("304 from memory, beside the guide (3 % are left to noise)", "hot 304", LEAST, 0.97, "hot guide"),
    *(
        Claim(f"{name.capitalize()} from memory, beside the bare server", f"hot {name}", LEAST, 0.5, f"bare {name}")
        for name in ("section", "list", "branch guide", "sync page", "search", "web page", "embed")
    ),
]
COLD = [
    Claim(
        f"Made anew on {database}: {name}, beside stock Wagtail v2's {stock}",
        f"cold {database} {name}",
        LEAST,
        limit,
        f"v2 {database} {stock}",
    )
    for database in ("sqlite", "postgresql")
    for name, stock, limit in (
        ("guide", "detail", 15),
        ("section", "detail", 15),
        ("branch guide", "detail", 15),
        ("list", "list", 15),
        ("sync page", "list", 15),
        ("search", "search", 5),
    )
]
FRONT = [
    Claim("nginx with our configuration, beside nginx's proxy_cache", "nginx ours", LEAST, 0.95, "nginx cache"),
    Claim("nginx's proxy_cache, beside nginx static", "nginx cache", LEAST, 0.83, "nginx static"),
    Claim("A change seen through nginx, at most (a second more than without)", "spread nginx most", MOST, 2, unit="s"),
]
PUBLISHING = [
    Claim("8 publishers on PostgreSQL beside readers", "publishers a second", LEAST, 10, unit="publications/s"),
    Claim("Their errors", "publishers errors", MOST, 0, unit=""),
    Claim("Errors of those who share guides", "crowded publishers errors", MOST, 0, unit=""),
    Claim("A publication on SQLite, beside stock Wagtail's", "publish ours sqlite", MOST, 3, "publish stock sqlite"),
    Claim(
        "A publication on PostgreSQL, beside stock Wagtail's",
        "publish ours postgresql",
        MOST,
        3,
        "publish stock postgresql",
    ),
    Claim("p99 of reads in a storm of 5 publications/s, beside quiet", "storm p99", MOST, 3, "quiet p99"),
    Claim("Publications a second in that storm", "storm publications a second", LEAST, 4.9, unit="/s"),
    Claim("A publication served by both workers after, at most", "spread publish most", MOST, 1, unit="s"),
    Claim("A recall served by both workers after, at most", "spread recall most", MOST, 1, unit="s"),
]
SOAK = [
    Claim("Memory's drift at half of capacity", "soak drift", MOST, 0.05, unit=""),
    Claim("Errors in it", "soak errors", MOST, 0, unit=""),
]
#: Beside `make bench-scale`'s smallest site, for each database.
FLAT = ("hot guide", "cold guide", "cold section", "cold list", "delta sync", "publish")


def scale_claims(database: str, smallest: int, largest: int) -> list[Claim]:
    def name(what: str, size: int) -> str:
        return f"{database} {size} {what}"

    among = f"{database}, {largest:,} guides"
    flat = [
        Claim(f"{among}: {what}, beside {smallest:,}", name(what, largest), MOST, 1.3, name(what, smallest))
        for what in FLAT
    ]
    return [
        *flat,
        Claim(f"{among}: search p95", name("search p95", largest), MOST, 100, unit="ms"),
        Claim(f"{among}: memory of a worker", name("memory", largest), MOST, 300, unit="MB"),
    ]


BENCH = [*HOT, *COLD, *FRONT, *PUBLISHING, *SOAK]
