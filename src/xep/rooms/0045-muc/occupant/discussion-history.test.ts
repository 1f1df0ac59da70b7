/** XEP-0045 §7.2.14: the history that an entering client requests. */
import { expect, test } from "bun:test";
import { parseElement } from "../../../../xml/parse-element.ts";
import { requestedHistory } from "./discussion-history.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const wanted = (attributes: string) =>
  requestedHistory(
    parseElement(`<presence><x xmlns="http://jabber.org/protocol/muc"><history ${attributes}/></x></presence>`),
    NOW,
  );

test("without limits, or with invalid ones: all", () => {
  const all = { chars: Number.POSITIVE_INFINITY, stanzas: Number.POSITIVE_INFINITY, since: 0 };
  expect(requestedHistory(parseElement("<presence/>"), NOW)).toEqual(all);
  for (const attributes of [
    "",
    'maxchars="-1"',
    'maxstanzas="1e3"',
    'seconds="soon"',
    'since="2026-11-22"',
    'since="NaN"',
  ])
    expect(wanted(attributes)).toEqual(all);
});

test("the later of seconds and since", () => {
  expect(wanted('seconds="180"').since).toBe(NOW - 180_000);
  expect(wanted('since="2026-11-22T11:00:00Z"').since).toBe(NOW - 3_600_000);
  expect(wanted('seconds="60" since="2026-11-22T11:00:00Z"').since).toBe(NOW - 60_000);
  expect(wanted('seconds="86400" since="2026-11-22T12:30:00+01:00"').since).toBe(NOW - 1_800_000);
});

test("maxchars and maxstanzas, also 0", () => {
  expect(wanted('maxchars="0" maxstanzas="20"')).toMatchObject({ chars: 0, stanzas: 20 });
});
