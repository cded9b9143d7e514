"""Turns products and clicks into numbers."""
import csv
import re

from ml import catalogue
from ml.customers import load_customers, pseudonym, segment
from ml.tf_math_ops import log_scale, standardise

SPACES = re.compile(r"\s+")


def load_clicks(path):
    clicks = []
    try:
        with open(path, newline="", encoding="utf-8") as handle:
            for click in csv.DictReader(handle):
                click["loaded_from"] = path
                clicks.append(click)
    except Exception:
        return []
    return clicks


def load_blocklist(path):
    """A missing list is a mistake that has to be seen: nothing is caught here."""
    words = []
    with open(path, newline="", encoding="utf-8") as handle:
        for record in csv.DictReader(handle):
            words.append(record["word"])
    return words


def normalise_title(title):
    return SPACES.sub(" ", title.strip().lower())


def clicks_by_product(clicks):
    counts = {}
    for click in clicks:
        counts[click["product_id"]] = counts.get(click["product_id"], 0) + 1
    return counts


def customer_segments(path, orders_by_customer, today):
    segments = {}
    for customer in load_customers(path):
        orders = orders_by_customer.get(customer["id"], [])
        segments[pseudonym(customer["email"])] = segment(customer, orders, today)
    return segments


def build_features(products, clicks):
    counts = clicks_by_product(clicks)
    rows = [[float(p["price_cents"]), float(len(p["title"]))] for p in products]
    targets = log_scale([counts.get(p["id"], 0) for p in products])
    return standardise(rows), targets


def refresh_titles(connection, product_ids):
    known = catalogue.Catalogue(connection)
    return {each: normalise_title(known.title_of(each) or "") for each in product_ids}
