"""Trains the model that ranks the shop's products: python -m ml.train --day 2024-05-01"""
import argparse
import logging

from ml.catalogue import load_products
from ml.export import publish
from ml.features import build_features, load_clicks
from ml.model import RankingModel
from ml.model_store import save_model
from ml.report import summarise_scores

log = logging.getLogger("harbour.train")


def read_arguments(words=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--day", required=True)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--folder", default="/var/lib/harbour/models")
    return parser.parse_args(words)


def train(day, epochs, folder):
    products = load_products(f"{folder}/{day}.products.csv")
    clicks = load_clicks(f"{folder}/{day}.clicks.csv")
    features, targets = build_features(products, clicks)
    model = RankingModel(len(features[0]))
    for epoch in range(epochs):
        loss = model.step(features, targets)
        if epoch % 5 == 0:
            log.info("epoch %d: loss %.4f", epoch, loss)
    path = save_model(model, folder)
    log.info("%s", summarise_scores(model.scores(features)))
    return publish(path, day)


def main():
    logging.basicConfig(level=logging.INFO)
    arguments = read_arguments()
    train(arguments.day, arguments.epochs, arguments.folder)


if __name__ == "__main__":
    main()
