"""Metrics of the first ranking, kept for comparison."""


def clip_scores(scores, lowest=0.0, highest=1.0):
    clipped = []
    for score in scores:
        if score < lowest:
            clipped.append(lowest)
        elif score > highest:
            clipped.append(highest)
        else:
            clipped.append(score)
    return clipped


def describe_ranks(ranks):
    ordered = sorted(clip_scores(ranks, 1.0, 100.0))
    if not ordered:
        return "no ranks"
    middle = ordered[len(ordered) // 2]
    total = sum(ordered)
    best = ordered[0]
    spread = ordered[-1] - best
    mean = total / len(ordered)
    return f"{len(ordered)} ranks, best {best:.0f}, mean {mean:.1f}, median {middle:.1f}, spread {spread:.1f}"


class HitRate:
    def __init__(self, depth):
        self.depth = depth
        self.hits = 0
        self.queries = 0

    def add(self, ranked, wanted):
        self.queries += 1
        if wanted in ranked[: self.depth]:
            self.hits += 1

    def value(self):
        return self.hits / self.queries if self.queries else 0.0
