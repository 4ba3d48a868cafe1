#!/usr/bin/env python3
"""The table of load.sh: turns.py FILE

The file has, for every turn, a line `part NAME round N service MILLISECONDS` (of processor time) and what wrk said. Each figure is
the median of the rounds; a share is that of two turns of one round, with the least and the most in brackets.
"""
import re
import statistics
import sys

PARTS = {
    "empty": ("empty GET endpoint of ASP.NET Core, answering JSON", 1),
    "unread": ("… POST endpoint that is sent the same comments and reads none", 1),
    "read": ("… POST endpoint that reads the same comments as JSON", 1),
    "analyze": ("`comments:analyze`, six attributes, recorded durably", 1),
    "many": ("… 256 connections", 1),
    "dry": ("`comments:analyze`, six attributes, `doNotStore`", 1),
    "batch": ("comments of `/v1/comments/batch`, 1,000 a request, recorded durably, 8 connections", 1000),
}
BASES = ["empty", "unread", "read"]
UNITS = {"us": 0.001, "ms": 1, "s": 1000}


def main():
    turns = {}
    with open(sys.argv[1]) as lines:
        for text in lines.read().split("part ")[1:]:
            part, round_ = text.split()[0], int(text.split()[2])
            turns.setdefault(part, {})[round_] = turn(text, PARTS[part][1])
    print("| what | a second | of the GET | of the unread POST | of the read POST | p50 | p99 | service's processor time | sender's |")
    print("|---|" + "---:|" * 8)
    for part, by_round in turns.items():
        cells = [f"{median(by_round, 'rate'):,.0f}"]
        cells += [share(by_round, turns.get(base)) if part not in BASES[:i + 1] else "" for i, base in enumerate(BASES)]
        worst = max(each["p99"] for each in by_round.values())
        cells += [f"{median(by_round, 'p50'):.3g} ms", f"{median(by_round, 'p99'):.3g} ms (at most {worst:.3g})"]
        cells += [f"{median(by_round, key):.1f} µs" for key in ("service", "sender")]
        print("| " + " | ".join([PARTS[part][0], *cells]) + " |")


def turn(text, comments_each):
    count = int(re.search(r"(\d+) requests in", text)[1]) * comments_each
    spent = re.search(r"spent ([\d.]+) ([\d.]+)", text)
    return {
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]) * comments_each,
        "p50": time(text, "50%"),
        "p99": time(text, "99%"),
        "service": int(re.search(r"service (\d+)", text)[1]) * 1000 / count,
        "sender": (float(spent[1]) + float(spent[2])) * 1e6 / count,
    }


def time(text, name):
    found = re.search(rf"^\s+{name}\s+([\d.]+)([a-z]+)$", text, re.MULTILINE)
    return float(found[1]) * UNITS[found[2]]


def median(by_round, key):
    return statistics.median(each[key] for each in by_round.values())


def share(by_round, base):
    if not base:
        return ""
    shares = [each["rate"] / base[round_]["rate"] for round_, each in by_round.items()]
    return f"{statistics.median(shares):.2f} ({min(shares):.2f} to {max(shares):.2f})"


main()
