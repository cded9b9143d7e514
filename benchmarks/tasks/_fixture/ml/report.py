"""Words about a day's training."""


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


def summarise_scores(scores):
    values = sorted(clip_scores(scores))
    if not values:
        return "no scores"
    middle = values[len(values) // 2]
    total = sum(values)
    spread = values[-1] - values[0]
    mean = total / len(values)
    return f"{len(values)} scores, mean {mean:.3f}, median {middle:.3f}, spread {spread:.3f}"
