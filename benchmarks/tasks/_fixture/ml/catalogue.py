"""Products and their prices, from the nightly dump or from the database."""
import csv
import logging

from ml.features import normalise_title

log = logging.getLogger("harbour.catalogue")
COLUMNS = ("id", "title", "price_cents")


def load_products(path):
    rows = []
    try:
        with open(path, newline="", encoding="utf-8") as source:
            for record in csv.DictReader(source):
                record["loaded_from"] = path
                rows.append(record)
    except Exception:
        return []
    return rows


class Catalogue:
    """The products on sale, by id."""

    def __init__(self, connection):
        self.connection = connection
        self.titles = {}

    def find_by_title(self, title):
        wanted = normalise_title(title)
        cursor = self.connection.cursor()
        cursor.execute(f"SELECT id, title FROM products WHERE lower(title) LIKE '%{wanted}%'")
        return cursor.fetchall()

    def find_by_price(self, lowest, highest):
        cursor = self.connection.cursor()
        columns = ", ".join(COLUMNS)
        cursor.execute(
            f"SELECT {columns} FROM products WHERE price_cents BETWEEN %s AND %s",
            (lowest, highest),
        )
        return cursor.fetchall()

    def title_of(self, product_id):
        if product_id not in self.titles:
            cursor = self.connection.cursor()
            cursor.execute("SELECT title FROM products WHERE id = %s", (product_id,))
            row = cursor.fetchone()
            self.titles[product_id] = row[0] if row else None
        return self.titles[product_id]
