"""Speech by espeak-ng: sound with pitch but without notes."""
import os, subprocess, tempfile
import numpy as np, soundfile as sf
from math import gcd
from scipy import signal
from . import RATE_HZ

TEXTS = {
    'en-us': 'The train to the coast leaves at half past seven, and nobody knows yet whether it will stop in the old town. Please keep your ticket until you leave the platform.',
    'en-gb': 'Yesterday we counted fourteen boats in the harbour; by the evening only three of them were left, and the wind had turned to the north.',
    'de': 'Am Montag kommt der Handwerker um acht Uhr. Bitte stellen Sie die Schuhe vor die Tür und vergessen Sie den Schlüssel nicht.',
    'fr-fr': 'Il faut prendre la deuxième rue à gauche, puis continuer tout droit jusqu’au pont. Le marché ouvre à neuf heures.',
    'es': 'Mañana por la tarde vamos a visitar a mis abuelos. Si llueve, nos quedamos en casa y preparamos una sopa de verduras.',
    'it': 'La riunione comincia tra dieci minuti. Chi arriva tardi deve aspettare fuori, come sempre, e nessuno protesta.',
}


def say(language, variant='', words_per_minute=160, pitch=50):
    """Mono float32 of unit RMS."""
    with tempfile.TemporaryDirectory() as d:
        subprocess.run(['espeak-ng', '-v', language + ('+' + variant if variant else ''), '-s', str(words_per_minute), '-p', str(pitch), '-w', f'{d}/a.wav', TEXTS[language]], check=True)
        x, rate = sf.read(f'{d}/a.wav', dtype='float32')
    g = gcd(rate, RATE_HZ); y = signal.resample_poly(x, RATE_HZ // g, rate // g)
    return (y / np.sqrt(np.mean(y ** 2))).astype(np.float32)
