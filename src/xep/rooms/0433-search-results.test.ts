import { describe, expect, test } from "bun:test";
import type { PageRequest } from "../kit/0059-rsm.ts";
import { DEFAULT_CONFIG } from "./0045-muc/settings.ts";
import type { PublicRoom } from "./0045-muc/state/rooms.ts";
import type { SortKey } from "./0433-search-form.ts";
import { openSearchResult } from "./0433-search-results.ts";

const COUNT = 1000;
const ROOMS: readonly PublicRoom[] = Array.from({ length: COUNT }, (_, n) => ({
  jid: `room${String((n * 37) % COUNT).padStart(4, "0")}@rooms.localhost`,
  name: "",
  config: DEFAULT_CONFIG,
  occupants: (n * 7) % 11,
}));

const addresses = (key: SortKey, request: Partial<PageRequest>): string[] => {
  const result = openSearchResult(key, { max: undefined, after: undefined, before: undefined, ...request });
  for (const room of ROOMS) result.add(room);
  const element = result.element();
  expect(element.getChild("set")?.getChildText("count")).toBe(String(COUNT));
  return element.getChildren("item").map(({ attrs }) => attrs.address);
};

const positionOf = (jid: string | undefined): string => `${ROOMS.find((room) => room.jid === jid)?.occupants} ${jid}`;

for (const key of ["address", "nusers"] as const) {
  const sorted = [...ROOMS]
    .sort((a, b) => (key === "nusers" ? b.occupants - a.occupants : 0) || (a.jid < b.jid ? -1 : 1))
    .map(({ jid }) => jid);

  describe(`a thousand rooms, sorted by ${key}`, () => {
    test("the first page, and the last", () => {
      expect(addresses(key, {})).toEqual(sorted.slice(0, 50));
      expect(addresses(key, { max: 1000 })).toEqual(sorted.slice(0, 100));
      expect(addresses(key, { before: "", max: 7 })).toEqual(sorted.slice(-7));
      expect(addresses(key, { max: 0 })).toEqual([]);
    });

    test("the page after a position, before one, and between two", () => {
      const [early, late] = [positionOf(sorted[299]), positionOf(sorted[800])];
      expect(addresses(key, { after: early, max: 5 })).toEqual(sorted.slice(300, 305));
      expect(addresses(key, { before: late, max: 5 })).toEqual(sorted.slice(795, 800));
      expect(addresses(key, { after: early, before: positionOf(sorted[302]) })).toEqual(sorted.slice(300, 302));
    });
  });
}
