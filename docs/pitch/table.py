#!/usr/bin/python3
"""Prints the tables of docs/pitch.md: score.py's figures of Melolog beside those of the peers.

  score.py --manifest MANIFEST --out OUT --name melolog --csv ours.csv
  table.py ../shared/audio/reference/scores.csv ours.csv [stems.csv]

stems.csv: the same for the true vocals of the mixes.
"""
import csv
import sys

SYSTEMS = {
    'melolog': 'melolog', 'melolog_truevocals': 'melolog, true vocals', 'pyin_vamp': 'pyin_vamp',
    'pyin_vamp_truevocals': 'pyin_vamp, true vocals', 'pyin_librosa': 'pyin_librosa', 'aubio': 'aubio'}
GROUPS = ['sung', 'real_sung', 'real_f0', 'instrument', 'edge_melodic', 'mix', 'mix_long']
METRICS = ['RPA', 'RCA', 'VR', 'VFA', 'OA', 'F_on', 'F_onp', 'F_onpoff']


def rows_of(path, system=None):
    with open(path, newline='') as file:
        return [dict(row, system=system or row['system'].split()[0])
                for row in csv.DictReader(file) if not row['id'].startswith('MEAN')]


def mean(rows, metric):
    values = [float(row[metric]) for row in rows if row.get(metric)]
    return f'{sum(values) / len(values):.3f}' if values else ''


def figures(rows):
    print('| group (items) | system | ' + ' | '.join(METRICS) + ' |')
    print('|---' * (len(METRICS) + 2) + '|')
    for group in GROUPS:
        for system, name in SYSTEMS.items():
            items = [row for row in rows if row['system'] == system and row['kind'] == group]
            if items:
                label = f'**{name}**' if system.startswith('melolog') else name
                print(f'| {group} ({len(items)}) | {label} | ' + ' | '.join(mean(items, m) for m in METRICS) + ' |')


def false_notes(rows):
    systems = ['melolog', 'pyin_vamp', 'pyin_librosa', 'aubio']
    print('\n| no notes expected: frames called voiced / notes | ' + ' | '.join(SYSTEMS[s] for s in systems) + ' |')
    print('|---' * (len(systems) + 1) + '|')
    for item in dict.fromkeys(row['id'] for row in rows if row['kind'] in ('edge', 'accompaniment')):
        cells = []
        for system in systems:
            found = [row for row in rows if row['system'] == system and row['id'] == item]
            cells.append(f"{float(found[0]['VFA']):.3f} / {found[0]['n_est']}" if found else '')
        print(f'| {item} | ' + ' | '.join(cells) + ' |')


def main():
    rows = rows_of(sys.argv[1]) + rows_of(sys.argv[2], 'melolog')
    if len(sys.argv) > 3:
        rows += rows_of(sys.argv[3], 'melolog_truevocals')
    figures(rows)
    false_notes(rows)


main()
