#!/usr/bin/python3
"""Trains scikit-learn (TF-IDF and logistic regression) and fastText on the exported split, one model a label, and prints
their figures beside ours on the same rows. Debian's python3-sklearn and fasttext are all it needs.

    peers.py --split DIR --output peers.md --scored NAME test-scores.jsonl suite-scores.jsonl [--scored ...]   # what 'score' wrote
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import FeatureUnion

LABELS = ["hate_speech", "toxicity", "insult", "threat", "profanity", "severe_toxicity", "harassment"]
JIGSAW = ["toxicity", "severe_toxicity", "profanity", "threat", "insult", "hate_speech"]
# Title, data sets, label; ROC-AUC of each.
AREAS = [
    ("news comments: insult", ["civil-comments"], "insult"),
    ("… hate", ["civil-comments"], "hate_speech"),
    ("… threat", ["civil-comments"], "threat"),
    ("… toxicity", ["civil-comments"], "toxicity"),
    ("a news page's comment threads: hate", ["fox-news"], "hate_speech"),
    ("written to fool models: hate", ["dynahate"], "hate_speech"),
    ("HateXplain: hateful or offensive", ["hatexplain"], "toxicity"),
    ("sexism", ["edos"], "hate_speech"),
    ("misogyny on Reddit", ["reddit-misogyny"], "hate_speech"),
    ("Gab: hate", ["gab"], "hate_speech"),
    ("implicit hate", ["implicit-hate"], "hate_speech"),
    ("white supremacy forum: hate", ["stormfront"], "hate_speech"),
    ("emoji-based hate", ["hatemoji-build"], "hate_speech"),
    ("abuse in conversation", ["convabuse"], "harassment"),
    ("talk pages at the natural rate: toxicity", ["wikipedia-context", "wikipedia-context-alone"], "toxicity"),
]
PEERS = ["scikit-learn", "fastText"]


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def known(rows, label):
    """The rows that speak of a label, and what they say."""
    rows = [row for row in rows if label in row["truth"]]
    return rows, np.array([row["truth"][label] >= 0.5 for row in rows], dtype=int)


def sklearn_trainer(train, to_score):
    """Reads all texts once; a label is then learnt on the rows that speak of it."""
    features = FeatureUnion([
        ("words", TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode")),
        ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, max_features=300_000, sublinear_tf=True)),
    ])
    rows = features.fit_transform([row["text"] for row in train])
    parts = [features.transform(part) for part in to_score]

    def learn(label):
        places = [i for i, row in enumerate(train) if label in row["truth"]]
        truth = np.array([train[i]["truth"][label] >= 0.5 for i in places], dtype=int)
        model = LogisticRegression(C=2, solver="liblinear", max_iter=200, class_weight=None, random_state=7)
        model.fit(rows[places], truth)
        return [model.predict_proba(part)[:, 1] for part in parts]
    return learn


def fasttext_line(text):
    # As fastText's own examples prepare text: lower case, marks apart, one line.
    return re.sub(r"\s+", " ", re.sub(r"([.!?,'/()\"])", r" \1 ", text.lower())).strip() or "."


def fasttext_trainer(train, to_score):
    def learn(label):
        rows, truth = known(train, label)
        return train_fasttext([row["text"] for row in rows], truth, to_score)
    return learn


def train_fasttext(texts, truth, to_score, seed=7):
    with tempfile.TemporaryDirectory() as folder:
        train, model, test = (os.path.join(folder, name) for name in ("train.txt", "model", "test.txt"))
        with open(train, "w", encoding="utf-8", errors="replace") as file:
            file.writelines(f"__label__{yes} {fasttext_line(text)}\n" for text, yes in zip(texts, truth))
        subprocess.run(["fasttext", "supervised", "-input", train, "-output", model, "-wordNgrams", "2", "-lr", "0.5",
                        "-epoch", "5", "-dim", "100", "-minn", "3", "-maxn", "5", "-bucket", "500000", "-thread", "1", "-seed", str(seed), "-verbose", "0"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        scores = []
        for part in to_score:
            with open(test, "w", encoding="utf-8", errors="replace") as file:
                file.writelines(fasttext_line(text) + "\n" for text in part)
            answer = subprocess.run(["fasttext", "predict-prob", model + ".bin", test, "2"], check=True, capture_output=True, text=True)
            scores.append(np.array([yes_of(line) for line in answer.stdout.splitlines()]))
        return scores


def yes_of(line):
    fields = line.split()
    found = dict(zip(fields[::2], map(float, fields[1::2])))
    return found.get("__label__1", 1 - found.get("__label__0", 1.0))


def run(name, trainer, train, to_score):
    """One peer: for each label its scores of every part, and how many seconds it took, reading included."""
    begin = time.time()
    learn, scores = trainer(train, to_score), {}
    for label in LABELS:
        rows, truth = known(train, label)
        if rows and truth.min() != truth.max():
            scores[label] = learn(label)
            print(f"{name} {label}: {len(rows)} rows, {time.time() - begin:.0f} s so far", file=sys.stderr)
    return tuple({label: found[part] for label, found in scores.items()} for part in range(len(to_score))), time.time() - begin


def peers(train, test, suite):
    """For each peer and label a score for every test row and every case of the suite; both peers at once, each on one core."""
    to_score = ([row["text"] for row in test], [case["text"] for case in suite])
    with ThreadPoolExecutor(2) as both:
        jobs = {name: both.submit(run, name, trainer, train, to_score) for name, trainer in zip(PEERS, (sklearn_trainer, fasttext_trainer))}
        results = {name: job.result() for name, job in jobs.items()}
    return {name: scores for name, (scores, _) in results.items()}, {name: seconds for name, (_, seconds) in results.items()}


def ours(path, count):
    answers = read(path)
    if len(answers) != count:
        raise SystemExit(f"'{path}' has {len(answers)} lines, {count} were asked for. Score the exported file again.")
    return {label: np.array([answer["scores"][label] for answer in answers]) for label in answers[0]["scores"]}


def auc(truth, score):
    return roc_auc_score(truth, score) if 0 < truth.sum() < len(truth) else float("nan")


def ece(truth, score, bins=15):
    places = np.minimum((score * bins).astype(int), bins - 1)
    return sum(abs(truth[places == b].mean() - score[places == b].mean()) * (places == b).mean() for b in range(bins) if (places == b).any())


def ranks(values):
    order = np.argsort(values, kind="stable")
    result = np.empty(len(values))
    result[order] = np.arange(len(values))
    # Ties share the mean of their ranks.
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.bincount(inverse, result) / counts)[inverse]


def area(test, score, datasets, label):
    places = [i for i, row in enumerate(test) if row["dataset"] in datasets and label in row["truth"]]
    if label not in score or not places:
        return float("nan")
    truth = np.array([test[i]["truth"][label] >= 0.5 for i in places], dtype=int)
    return auc(truth, score[label][places])


def tweets(test, score):
    """Hate against offensive: the rows most raters found hateful or offensive, and which of the two more of them said."""
    rows = [(i, row["truth"]) for i, row in enumerate(test) if row["dataset"] == "davidson" and row["truth"].get("toxicity", 0) > 0.5]
    truth = np.array([said["hate_speech"] > said["toxicity"] - said["hate_speech"] for _, said in rows], dtype=int)
    return auc(truth, score["hate_speech"][[i for i, _ in rows]]) if rows else float("nan")


def like_perspective(test, score):
    places = [i for i, row in enumerate(test) if row["dataset"] == "perspective-sample" and "perspective" in row["truth"]]
    theirs = np.array([test[i]["truth"]["perspective"] for i in places])
    return np.corrcoef(ranks(theirs), ranks(score["toxicity"][places]))[0, 1] if len(places) > 2 else float("nan")


def calibration(test, score):
    places = [i for i, row in enumerate(test) if row["dataset"].startswith("wikipedia-context") and "toxicity" in row["truth"]]
    truth = np.array([test[i]["truth"]["toxicity"] for i in places])
    return ece(truth, score["toxicity"][places]) if places else float("nan")


def functions(suite, score):
    """Accuracy by function of the cases about hate, at a probability of one half."""
    right = {}
    for i, case in enumerate(suite):
        if case["label"] == "hate_speech" and case["function"] != "identity-templates":
            right.setdefault((case["function"], case["expected"]), []).append((score["hate_speech"][i] >= 0.5) == case["expected"])
    everything = [one for cases in right.values() for one in cases]
    sides = [np.mean([one for (_, yes), cases in right.items() if yes == side for one in cases]) for side in (0, 1)]
    return np.mean(everything), np.mean(sides), sum(np.mean(cases) < 0.5 for cases in right.values())


def identity_bias(suite, score):
    """ROC-AUC over the identity templates, the power mean (-5) of the three bias AUCs, and the worst BPSN AUC."""
    places = [i for i, case in enumerate(suite) if case["function"] == "identity-templates"]
    truth = np.array([suite[i]["expected"] for i in places])
    score = score["toxicity"][places]
    identity = np.array([suite[i]["identity"] for i in places])
    metrics = {"subgroup": [], "bpsn": [], "bnsp": []}
    for name in sorted(set(identity)):
        inside = identity == name
        metrics["subgroup"].append(auc(truth[inside], score[inside]))
        for metric, mine in (("bpsn", 0), ("bnsp", 1)):
            both = (inside & (truth == mine)) | (~inside & (truth != mine))
            metrics[metric].append(auc(truth[both], score[both]))
    means = [np.mean(np.power(values, -5.0)) ** (-1 / 5) for values in metrics.values()]
    overall = auc(truth, score)
    return overall, (overall + sum(means)) / 4, min(metrics["bpsn"])


def table(test, suite, scores):
    rows = [("Wikipedia talk (Jigsaw), mean ROC-AUC of 6 labels", [np.mean([area(test, s, ["jigsaw"], label) for label in JIGSAW]) for s, _ in scores])]
    rows += [(title, [area(test, s, datasets, label) for s, _ in scores]) for title, datasets, label in AREAS[:5]]
    rows += [("tweets: hate against offensive", [tweets(test, s) for s, _ in scores])]
    rows += [(title, [area(test, s, datasets, label) for s, _ in scores]) for title, datasets, label in AREAS[5:]]
    rows += [("agreement with Perspective's own scores, Spearman", [like_perspective(test, s) for s, _ in scores])]
    rows += [("calibration on talk pages, ECE (lower is better)", [calibration(test, s) for s, _ in scores])]
    suites = [functions(suite, s) for _, s in scores]
    rows += [(title, [figures[i] for figures in suites]) for i, title in enumerate((
        "functional suite, hate: accuracy", "… balanced accuracy", "… functions under 50 % (lower is better)"))]
    biases = [identity_bias(suite, s) for _, s in scores]
    rows += [(title, [figures[i] for figures in biases]) for i, title in enumerate((
        "identity templates: toxicity", "… bias score", "… worst BPSN AUC of the identities"))]
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--split", "--output"):
        parser.add_argument(name, required=True)
    parser.add_argument("--scored", nargs=3, action="append", required=True, metavar=("NAME", "TEST", "SUITE"))
    options = parser.parse_args()
    train, test, suite = (read(os.path.join(options.split, name)) for name in ("train.jsonl", "test.jsonl", "suite.jsonl"))
    scores, seconds = peers(train, test, suite)
    scores |= {name: (ours(on_test, len(test)), ours(on_suite, len(suite))) for name, on_test, on_suite in options.scored}
    lines = [f"| what ({len(test):,} test rows) | {' | '.join(scores)} |", "|---|" + "---:|" * len(scores)]
    for title, figures in table(test, suite, list(scores.values())):
        cells = [str(int(figure)) if "under 50" in title else f"{figure:.3f}" for figure in figures]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    lines.append(f"\nTrained on {len(train):,} rows: scikit-learn in {seconds['scikit-learn'] / 60:.1f} minutes, fastText in {seconds['fastText'] / 60:.1f}, each on one core.")
    with open(options.output, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
