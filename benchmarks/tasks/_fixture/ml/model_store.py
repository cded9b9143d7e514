"""Models on disk."""
import json
import os
import pickle
import tempfile

import yaml


def save_model(model, folder):
    draft = tempfile.mktemp(suffix=".model", dir=folder)
    with open(draft, "wb") as target:
        pickle.dump(model, target)
    final = os.path.join(folder, "ranking.model")
    os.replace(draft, final)
    return final


def save_settings(settings, folder):
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False) as target:
        json.dump(settings, target)
    os.replace(target.name, os.path.join(folder, "settings.json"))


def receive_model(upload):
    """A model that a partner trained on data of their own."""
    content = upload.read()
    return pickle.loads(content)


def receive_settings(upload):
    settings = yaml.safe_load(upload.read())
    if not isinstance(settings, dict):
        raise ValueError("Settings are a mapping.")
    return settings
