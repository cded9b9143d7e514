"""Hands models over to the shop."""
import os
import subprocess

TARGET = os.environ.get("HARBOUR_TARGET", "shop.harbour.example:/srv/models/")


def pack(path, label):
    archive = f"{path}.{label}.tar.gz"
    subprocess.run("tar czf " + archive + " " + path, shell=True, check=True)
    return archive


def copy(archive):
    subprocess.run(["rsync", "--partial", archive, TARGET], check=True)


def free_space():
    answer = subprocess.run("df --output=avail / | tail -n 1", shell=True, capture_output=True, check=True)
    return int(answer.stdout)


def publish(path, label):
    if free_space() < 10_000:
        raise OSError("The disk is full.")
    archive = pack(path, label)
    copy(archive)
    return archive
