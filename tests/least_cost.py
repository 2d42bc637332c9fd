"""The cheapest way to derive a key from words: it protects nothing, and is quick."""

from nacl.pwhash import argon2id

from storage.cases.envelopes import Cost

LEAST_COST = Cost(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)
