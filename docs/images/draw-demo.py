#!/usr/bin/env python3
"""Draws the picture of the README from a run of the demo:

./ringback demo | python3 docs/images/draw-demo.py > docs/images/demo.svg
"""
import html
import re
import sys
import unicodedata

COLUMNS, CHARACTER, LINE, MARGIN = 112, 8.4, 19, 22
PLAIN, DIM, GOOD, STRONG, WARM = "#d7dae0", "#8a919e", "#7ee787", "#ffffff", "#f2cc60"

# Which headers of the callback the picture leaves out, for want of room.
LEFT_OUT = ("Host:", "Content-Length:", "Ringback-Event-Id:", "TrackingID:")


def color(line):
    if line.startswith(("✔", "$")):
        return GOOD
    if line.startswith("─"):
        return DIM
    if line.startswith(("Ringback demo", "  Webhook  ", "One of them")):
        return STRONG
    if re.match(r"(X-Spark-Signature|webhook-[a-z]+):", line):
        return WARM
    return DIM if re.match(r"(POST |[A-Za-z-]+: |\{)", line) else PLAIN


def columns(text):
    """How many columns of a terminal a text takes: an emoji takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def cut(line):
    return line if len(line) <= COLUMNS else line[:COLUMNS - 1] + "…"


def main():
    lines = ["$ ./ringback demo", ""]
    for line in sys.stdin.read().replace("\r", "").split("\n"):
        line = line.rstrip()
        if line.startswith("Building") or line.startswith(LEFT_OUT) or (not line and not lines[-1]):
            continue
        lines.append(cut(line))
    while not lines[-1]:
        lines.pop()

    width, height = COLUMNS * CHARACTER + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img"')
    print('  font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="14">')
    print("<title>What ./ringback demo prints: nine webhooks, 248 events, every callback checked</title>")
    print(f'<rect width="{width:.0f}" height="{height:.0f}" rx="10" fill="#1c2028"/>')
    for row, line in enumerate(lines):
        y = MARGIN + row * LINE + 14
        if line.startswith("─"):
            end = MARGIN + len(line) * CHARACTER
            print(f'<path d="M{MARGIN} {y - 5}H{end:.0f}" stroke="{DIM}" stroke-opacity="0.6"/>')
            continue

        # Each part has a place of its own, so that a character of unknown width (an emoji) moves nothing behind it.
        for part in re.finditer(r"\S+(?: \S+)*", line):
            x, text = MARGIN + columns(line[:part.start()]) * CHARACTER, html.escape(part.group())
            number = line.startswith("  ") and part.group().strip().replace(".", "").replace("–", "").isdigit()
            anchor = ' text-anchor="end"' if number else ""
            x += len(part.group()) * CHARACTER if number else 0
            print(f'<text x="{x:.0f}" y="{y}" fill="{color(line)}"{anchor}>{text}</text>')
    print("</svg>")


main()
