#!/usr/bin/env python3
"""A flame graph's summary: what the processor's time goes into, from the stacks that perf recorded: perf script -i FILE | profile.py

Each sample counts for the room of its innermost frame that belongs to one. --frames N also prints the N frames in which most
samples ended, --under TEXT counts only samples with TEXT somewhere in their stack.
"""
import argparse
import collections
import re
import sys

ROOMS = [
    ("SQLite: its pages, index and log", r"libe_sqlite3"),
    ("the disk: write and flush", r"ext4|vfs_write|fsync|fdatasync|jbd2|blk_|submit_bio|virtblk|virtio_queue|iomap|filemap|pagecache|folio"),
    ("the network: kernel and sockets", r"tcp_|sock_|inet_|net_rx|__napi|ip_finish|skb|epoll|sendmsg|recvmsg|Net\.Sockets|Transport\.Sockets|SocketAsync"),
    ("scoring", r"\[Moderation\] Moderation\.(Scoring|Features|Text)"),
    ("judging", r"\[Moderation\] Moderation\.(Moderator|Policies|Reviews)"),
    ("decision log: waiting, grouping, rows", r"Moderation\.Store"),
    ("the wire: reading, checking, writing", r"Service\.Wires|Text\.Json"),
    ("the service: screening, keys, pipeline", r"Moderation\.Service"),
    ("Kestrel and ASP.NET Core", r"Microsoft\.AspNetCore|Microsoft\.Extensions|System\.IO\.Pipelines"),
    ("Serilog", r"Serilog"),
    ("garbage collection", r"libclrgc|gc_heap|GCHeap|WKS::|JIT_New|RhpNew|Alloc"),
    ("threads: waking and yielding", r"futex|sched_|schedule|Thread(Pool|ing)|Monitor|LowLevelLifo|pthread_(mutex|cond)|finish_task_switch|try_to_wake"),
    ("compiling", r"libclrjit|Tiered"),
]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--frames", type=int, default=0)
    options.add_argument("--under", default="")
    options = options.parse_args()
    rooms, ends, total = collections.Counter(), collections.Counter(), 0
    compiled = [(name, re.compile(pattern)) for name, pattern in ROOMS]
    for thread, frames in samples():
        if options.under and not any(options.under in frame for frame in frames):
            continue
        total += 1
        rooms[room(thread, frames, compiled)] += 1
        ends[frames[0] if frames else "?"] += 1
    print("| what | of the processor's time |\n|---|---:|")
    for name, count in rooms.most_common():
        print(f"| {name} | {100 * count / total:.1f} % |")
    for name, count in ends.most_common(options.frames):
        print(f"{100 * count / total:6.2f} %  {name[:170]}")


def samples():
    thread, frames = "", []
    for line in sys.stdin:
        if not line.strip():
            if thread:
                yield thread, frames
            thread, frames = "", []
        elif line[0] not in " \t":
            thread, frames = line, []
        else:
            frames.append(line.split(None, 1)[1].rstrip())
    if thread:
        yield thread, frames


def room(thread, frames, compiled):
    if ".NET Tiered" in thread:
        return "compiling"
    for frame in frames:
        for name, pattern in compiled:
            if pattern.search(frame):
                return name
    return "other"


main()
