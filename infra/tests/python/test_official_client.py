"""The official client, unmodified, against a running stack.

Reads where the stack is from the file that STACK_JSON names; `cargo xtask dev` writes one to
target/dev/stack.json, so this can be run by hand too:

    STACK_JSON=target/dev/stack.json target/tools/python/check/bin/python -m unittest discover infra/tests/python
"""

import asyncio
import itertools
import json
import os
import unittest

import httpx
from afini_twin import (
    AfiniTwinApiError,
    AfiniTwinClient,
    AfiniTwinSyncClient,
    AnnotationInput,
    LifeFactInput,
)
from pydantic import ValidationError

with open(os.environ["STACK_JSON"], encoding="utf-8") as file:
    STACK = json.load(file)

BASE = STACK["apiUrl"]
READ = STACK["readKey"]
WRITE = STACK["writeKey"]
UNKNOWN = "atk_live_00000000_" + "0" * 32

PRESETS = {
    "estandar": "standard",
    "compacto": "compact",
    "critico": "critic",
    "espejo": "mirror",
    "voz": "voice",
    "traductor": "translator",
    "analista": "analyst",
}
LANGS = ["es", "en", "fr", "de", "it", "pt"]
FORMATS = ["json", "yaml", "txt", "md", None]
VARIANTS = ["generic", "claude", "gpt", "gemini"]


def sync(key=READ):
    return AfiniTwinSyncClient(key, base_url=BASE)


class Reads(unittest.TestCase):
    """All five reads, by both clients, which must see the same."""

    def both(self, call):
        async def go():
            async with AfiniTwinClient(READ, base_url=BASE) as client:
                return await call(client)

        with sync() as client:
            return call(client), asyncio.run(go())

    def test_health(self):
        for body in self.both(lambda c: c.health()):
            self.assertIs(body["ok"], True)
            self.assertEqual(body["userId"], STACK["userId"])
            self.assertEqual(body["apiKeyId"], READ.split("_")[2])
            self.assertEqual(body["scopes"], ["twin:read"])
            self.assertRegex(body["serverTime"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_me(self):
        for me in self.both(lambda c: c.me()):
            self.assertEqual(me["userId"], STACK["userId"])
            self.assertEqual(me["plan"], {"name": "professional", "status": "active"})
            self.assertEqual(me["tier"], "included")
            quota = me["quota"]
            self.assertEqual(quota["monthlyLimit"], 10_000)
            self.assertEqual(quota["remaining"], quota["monthlyLimit"] - quota["used"])
            self.assertGreater(quota["used"], 0)
            self.assertEqual(me["twins"]["ready"], 2)
            self.assertEqual(me["twins"]["total"], 3)
            self.assertEqual(me["twins"]["latest"]["status"], "ready")
            self.assertEqual(me["apiKey"]["prefix"], READ[:17])
            self.assertTrue(any(limit["perMinute"] == 120 for limit in me["rateLimits"]))

    def test_used_counts_up_by_one(self):
        # A key that nobody else uses meanwhile: the account's count is everybody's.
        with sync(STACK["presetKeys"][0]) as client:
            first, second = client.me(), client.me()
            client.health()
            third = client.me()
        used = [me["quota"]["key"]["used"] for me in (first, second, third)]
        self.assertEqual(used, [used[0], used[0] + 1, used[0] + 2])

    def test_historic_and_snapshot(self):
        for body in self.both(lambda c: c.historic()):
            self.assertIsNone(body["nextCursor"])
            self.assertEqual([s["version"] for s in body["snapshots"]], [3, 2, 1])
            statuses = [s["status"] for s in body["snapshots"]]
            self.assertEqual(statuses, ["compiling", "ready", "ready"])
            dates = [s["snapshotDate"] for s in body["snapshots"]]
            self.assertEqual(dates, sorted(dates, reverse=True))
        with sync() as client:
            for listed in body["snapshots"]:
                self.assertEqual(client.snapshot(listed["id"]), listed)
        latest = body["snapshots"][1]
        self.assertEqual(sorted(latest["languages"]), ["de", "en", "es", "fr", "it", "pt"])
        self.assertIn("bigFive", latest["layers"])

    def test_paging(self):
        url = f"{BASE}/v1/public/twin/historic"
        headers = {"X-Twin-Key": READ}
        with sync() as client:
            whole = client.historic()["snapshots"]
        seen, cursor = [], None
        while True:
            params = {"limit": 1, **({"cursor": cursor} if cursor else {})}
            body = httpx.get(url, params=params, headers=headers).json()
            seen += body["snapshots"]
            cursor = body["nextCursor"]
            if cursor is None:
                break
        self.assertEqual(seen, whole)


class Presets(unittest.TestCase):
    """Every format, language, variant and narratives setting."""

    @classmethod
    def setUpClass(cls):
        # 60 calls a minute and key are fewer than the matrix has: they take turns.
        cls.keys = STACK["presetKeys"]

    def test_the_whole_matrix(self):
        keys = itertools.cycle(self.keys)
        matrix = list(itertools.product(PRESETS, LANGS, VARIANTS))
        self.assertEqual(len(matrix), 7 * 6 * 4)
        for at, (slug, lang, variant) in enumerate(matrix):
            # Each combination as JSON and in one more format, with narratives and without.
            narratives = [None, True, False][at % 3]
            other = FORMATS[1:][at // 4 % 4]

            def get(fmt, name=slug):
                return client.preset(
                    name, format=fmt, lang=lang, variant=variant, include_narratives=narratives
                )

            with sync(next(keys)) as client:
                body, again = get("json"), get(other)
            if other is None:
                self.assertEqual(again, body)
            elif other == "yaml":
                # YAML is read by a parser of somebody else's.
                self.assertEqual(yaml_load(again), body)
            elif other == "txt":
                self.assertEqual(again, body["systemPrompt"])
            else:
                self.assert_document(again, body)
            self.assertEqual(body["preset"], slug)
            self.assertEqual((body["lang"], body["variant"]), (lang, variant))
            self.assertEqual(body["includeNarratives"], bool(narratives))
            self.assertGreater(len(body["sections"]), 2)
            self.assertIn(slug, body["snapshot"]["presets"])
            if slug == "compacto":
                self.assertLessEqual(body["tokenEstimate"], 800)

    def assert_document(self, text, body):
        """The prompt as Markdown: a title, and a heading for each section where no tag has one."""
        titles = [section["title"] for section in body["sections"]]
        if body["variant"] == "gemini":
            titles = [f"{at}. {title}" for at, title in enumerate(titles, 1)]
        headings = [f"# {titles[0]}"]
        if body["variant"] == "claude":
            self.assertTrue(text.endswith("\n\n" + body["systemPrompt"]))
        else:
            headings += [f"## {title}" for title in titles[1:]]
        found = [line for line in text.splitlines() if line.startswith("#")]
        self.assertEqual(found, headings)

    def test_english_names(self):
        for slug, alias in PRESETS.items():
            with sync(self.keys[1]) as client:
                self.assertEqual(client.preset(alias, lang="en"), client.preset(slug, lang="en"))

    def test_a_chosen_snapshot(self):
        with sync(self.keys[0]) as client:
            listed = client.historic()["snapshots"]
            for snapshot in listed:
                if snapshot["status"] == "ready":
                    body = client.preset("estandar", purchase_id=snapshot["purchaseId"])
                    self.assertEqual(body["snapshot"], snapshot)
                else:
                    with self.assertRaises(AfiniTwinApiError) as caught:
                        client.preset("estandar", purchase_id=snapshot["purchaseId"])
                    self.assertEqual(caught.exception.status, 409)


def yaml_load(text):
    import yaml

    return yaml.safe_load(text)


class Writes(unittest.TestCase):
    """What the client proposes is queued for review."""

    FACT = LifeFactInput(
        category="professional",
        value="Trabaja en una startup de IA en Bilbao desde 2023",
        valence="positive",
        consent=True,
        external_ref="crm-12345",
    )
    NOTE = AnnotationInput(tag="observation", text="Mostró interés por escalar a Pro", consent=True)

    def test_both_writes_by_both_clients(self):
        async def go():
            async with AfiniTwinClient(WRITE, base_url=BASE) as client:
                return (
                    await client.life_facts_create([self.FACT]),
                    await client.annotations_create([self.NOTE, self.NOTE]),
                )

        with sync(WRITE) as client:
            first = client.life_facts_create([self.FACT])
            notes = client.annotations_create([self.NOTE])
        again, more = asyncio.run(go())
        self.assertEqual(first["accepted"] + first["duplicates"], 1)
        self.assertRegex(first["ids"][0], r"^dsc_[0-9A-Z]{26}$")
        self.assertIn("/dashboard/discoveries", first["inboxUrl"])
        self.assertEqual((again["accepted"], again["duplicates"]), (0, 1))
        self.assertEqual(again["ids"], first["ids"])
        self.assertEqual((notes["accepted"], more["accepted"]), (1, 2))

    def test_a_read_key_may_not_write(self):
        with sync() as client, self.assertRaises(AfiniTwinApiError) as caught:
            client.annotations_create([self.NOTE])
        self.assertEqual(caught.exception.body["code"], "INSUFFICIENT_SCOPE")

    def test_we_accept_and_reject_what_the_clients_models_do(self):
        """Item by item: what a model accepts is taken, what it rejects is refused by its path."""
        text = ["", "x", "ab", "abc", " a ", "é" * 60, "x" * 61, "x" * 200, "x" * 201]
        text += ["🜁" * 1000, "x" * 1001, "x" * 2000, "x" * 2001, 7, None]
        confidence = [0, 1, 0.5, -0.01, 1.01, "much"]
        good_fact = {"category": "general", "value": "a fact", "consent": True}
        good_note = {"tag": "note", "text": "a note", "consent": True}
        cases = []
        for field, values in [
            ("category", ["family", "recalibration", "Family", "", 3, None]),
            ("value", text),
            ("valence", ["negative", "aspirational", "ambiguous", "good", "", 1]),
            ("consent", [True, False, None]),
            ("externalRef", text),
            ("confidence", confidence),
        ]:
            cases += [("life-facts", "facts", LifeFactInput, good_fact, field, v) for v in values]
        for field, values in [
            ("tag", text),
            ("text", text),
            ("consent", [True, False, None]),
            ("externalRef", text),
        ]:
            cases += [("annotations", "annotations", AnnotationInput, good_note, field, v) for v in values]
        keys = itertools.cycle(STACK["writeKeys"])
        for path, name, model, good, field, value in cases:
            item = {**good, field: value}
            try:
                wire = model(**item).model_dump(by_alias=True, exclude_none=True)
                accepted = True
            except ValidationError:
                wire, accepted = item, False
            answer = httpx.post(
                f"{BASE}/v1/public/twin/{path}",
                headers={"X-Twin-Key": next(keys)},
                json={name: [good, wire]},
            )
            context = f"{path} {field}={value!r}: {answer.text[:200]}"
            self.assertEqual(answer.status_code, 202 if accepted else 400, context)
            if not accepted:
                paths = [detail["path"] for detail in answer.json()["error"]["details"]]
                self.assertEqual(paths, [f"{name}[1].{field}"], context)


class Errors(unittest.TestCase):
    """Statuses and codes, as the client hands them to its user."""

    def refused(self, key, call):
        async def go():
            async with AfiniTwinClient(key, base_url=BASE) as client:
                await call(client)

        with self.assertRaises(AfiniTwinApiError) as caught:
            asyncio.run(go())
        return caught.exception.status, (caught.exception.body or {}).get("code")

    def test_codes(self):
        for key, call, status, code in [
            (UNKNOWN, lambda c: c.me(), 401, "INVALID_KEY"),
            ("atk_live_nonsense", lambda c: c.me(), 401, "INVALID_KEY"),
            (WRITE, lambda c: c.me(), 403, "INSUFFICIENT_SCOPE"),
            (READ, lambda c: c.snapshot("snp_nonsense"), 404, "SNAPSHOT_NOT_FOUND"),
            (READ, lambda c: c.snapshot("snp_" + "0" * 26), 404, "SNAPSHOT_NOT_FOUND"),
            (READ, lambda c: c.preset("therapist"), 404, "PRESET_NOT_FOUND"),
            (READ, lambda c: c.preset("estandar", lang="xx"), 400, "VALIDATION_ERROR"),
            (READ, lambda c: c.preset("estandar", purchase_id="none"), 404, "SNAPSHOT_NOT_FOUND"),
        ]:
            self.assertEqual(self.refused(key, call), (status, code))

    def test_the_sync_clients_preset_drops_the_body(self):
        with sync() as client, self.assertRaises(AfiniTwinApiError) as caught:
            client.preset("therapist")
        self.assertEqual(caught.exception.status, 404)


if __name__ == "__main__":
    unittest.main()
